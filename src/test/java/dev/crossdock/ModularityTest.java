package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** A module reaches into no other, and knows only those it says it may. */
class ModularityTest {
  private static final ApplicationModules MODULES =
      ApplicationModules.of(CrossdockApplication.class);

  @Test
  void keepsModulesToWhatTheyMayUse() {
    MODULES.verify();
  }

  @Test
  void letsNobodyKnowTheStandIns() {
    assertThat(MODULES)
        .filteredOn(module -> !module.getIdentifier().toString().equals("sandbox"))
        .noneMatch(
            module ->
                module.getDirectDependencies(MODULES).stream()
                    .anyMatch(
                        used ->
                            used.getTargetModule().getIdentifier().toString().equals("sandbox")));
  }
}
