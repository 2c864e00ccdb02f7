package dev.crossdock;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.crossdock.kernel.Batch;
import dev.crossdock.kernel.Step;

/** What no class of the hub may do, and why. */
@AnalyzeClasses(packages = "dev.crossdock", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  private static final String SANDBOX = "dev.crossdock.sandbox..";
  private static final String CLOCKS =
      "java\\.time\\.(Instant|LocalDate|LocalDateTime|LocalTime|OffsetDateTime|ZonedDateTime|Year)";

  /** A file's time is on the wall's clock, which the hub's clock need not follow in a test. */
  private static final String COMPARES_FILES = "dev.crossdock.connectors.live.FolderWatch";

  @ArchTest
  static final ArchRule RETAIL_KNOWS_NO_CAMEL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.crossdock.kernel..",
              "dev.crossdock.mapping..",
              "dev.crossdock.catalog..",
              "dev.crossdock.inventory..",
              "dev.crossdock.edge..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..")
          .because(
              "what is true about stock must not depend on what carries messages; let a route call a @Step");

  @ArchTest
  static final ArchRule NOBODY_SLEEPS =
      noClasses()
          .that()
          .resideOutsideOfPackage(SANDBOX)
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class)
          .orShould()
          .callMethod(java.util.concurrent.TimeUnit.class, "sleep", long.class)
          .because(
              "a sleeping thread answers nobody; use a schedule, a queue or LockSupport with an end");

  @ArchTest
  static final ArchRule TIME_IS_HANDED_IN =
      noClasses()
          .that()
          .resideOutsideOfPackages(SANDBOX, "dev.crossdock.platform..")
          .and()
          .doNotHaveFullyQualifiedName(COMPARES_FILES)
          .should()
          .callMethodWhere(asksAHiddenClock())
          .because(
              "a hidden clock cannot be turned forward in a test; take the Clock that platform hands out");

  @ArchTest
  static final ArchRule ONE_JSON =
      noClasses()
          .that()
          .resideOutsideOfPackage(SANDBOX)
          .and()
          .doNotHaveFullyQualifiedName("dev.crossdock.kernel.Json")
          .should()
          .callConstructorWhere(target(owner(assignableTo(ObjectMapper.class))))
          .because(
              "a second mapper would round 10.00 and accept what Json refuses; use kernel.Json or kernel.Yaml");

  @ArchTest
  static final ArchRule JSON_IS_PRINTED_BY_JSON =
      noClasses()
          .that()
          .resideOutsideOfPackage(SANDBOX)
          .should()
          .callMethodWhere(printsJson())
          .because("JsonNode prints decimals its own way; use Json.text or Json.write");

  @ArchTest
  static final ArchRule XML_REACHES_NOTHING =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("dev.crossdock.connectors.XmlDocuments")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "javax\\.xml\\.(parsers\\.(DocumentBuilder|SAXParser)|transform\\.Transformer|validation\\.Schema|xpath\\.XPath|stream\\.XMLInput)Factory")
          .because(
              "the JDK's parsers read files for whoever asks in a DOCTYPE; use connectors.XmlDocuments");

  @ArchTest
  static final ArchRule LAST_STEPS_TAKE_A_BATCH =
      methods()
          .that(areLastSteps())
          .should()
          .haveRawParameterTypes(Batch.class)
          .because(
              "the transaction around a last step locks the messages of the batch it is given");

  @ArchTest
  static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS =
      noFields()
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .because("what a class needs stands in its constructor");

  @ArchTest
  static final ArchRule NAMES_ARE_OF_THE_TRADE =
      noClasses()
          .that()
          .resideInAPackage("dev.crossdock..")
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Processor")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .because("such a name says nothing a shopkeeper would understand; name what it is");

  private static DescribedPredicate<JavaMethodCall> asksAHiddenClock() {
    return DescribedPredicate.describe(
        "ask a hidden clock",
        call -> {
          var owner = call.getTargetOwner().getFullName();
          var name = call.getTarget().getName();
          return (owner.matches(CLOCKS)
                  && name.equals("now")
                  && call.getTarget().getRawParameterTypes().isEmpty())
              || (owner.equals("java.lang.System") && name.equals("currentTimeMillis"))
              || (owner.equals("java.time.Clock") && name.startsWith("system"));
        });
  }

  private static DescribedPredicate<JavaMethodCall> printsJson() {
    return DescribedPredicate.describe(
        "print JSON their own way",
        call ->
            call.getTargetOwner().isAssignableTo(JsonNode.class)
                && call.getTarget().getName().matches("toString|toPrettyString"));
  }

  private static DescribedPredicate<JavaMethod> areLastSteps() {
    return DescribedPredicate.describe(
        "are last steps",
        method ->
            method.isAnnotatedWith(Step.class) && method.getAnnotationOfType(Step.class).last());
  }
}
