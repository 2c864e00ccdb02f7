package dev.crossdock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
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
    assertThat(
            MODULES.stream()
                .filter(module -> !isSandbox(module))
                .filter(
                    module ->
                        module.getDirectDependencies(MODULES).stream()
                            .anyMatch(used -> isSandbox(used.getTargetModule())))
                .map(module -> module.getIdentifier().toString()))
        .as("modules that share code with the stand-ins, and so would share their mistakes")
        .isEmpty();
  }

  private static boolean isSandbox(ApplicationModule module) {
    return module.getIdentifier().toString().equals("sandbox");
  }
}
