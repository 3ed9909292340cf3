package dev.sluice.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The arrows between the modules: services meet only in topics.
class ArchitectureTest {

  private static final JavaClasses SLUICE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.sluice");

  @ParameterizedTest(name = "{0} may know {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          schemas    |                                  | the vocabulary knows nobody
          lanes      |                                  | fairness is a type of its own
          embedded   |                                  | a broker and a database are nobody's business
          tenants    | schemas                          | who the tenants are
          gateway    | schemas tenants                  | verify, append, acknowledge; nothing else
          enrichers  | schemas                          | what a message means, without Kafka
          topology   | schemas tenants lanes enrichers  | everything between a webhook and an inbox item
          dispatcher | schemas tenants lanes            | everything that leaves
          inbox      | schemas tenants                  | what agents see
          simulator  | schemas                          | the other side of the wire
          """)
  void shouldOnlyKnow(String module, String allowed, String why) {
    // Given
    String[] known =
        Stream.concat(Stream.of(module), Arrays.stream((allowed == null ? "" : allowed).split(" ")))
            .filter(name -> !name.isBlank())
            .map(name -> "dev.sluice." + name + "..")
            .toArray(String[]::new);
    DescribedPredicate<JavaClass> strangers =
        resideInAnyPackage("dev.sluice..")
            .and(DescribedPredicate.not(resideInAnyPackage(known)))
            .as("modules it does not know");
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.sluice." + module + "..")
            .should()
            .dependOnClassesThat(strangers);

    // When, Then
    rule.because(why).check(SLUICE);
  }

  @Test
  void shouldSeeEveryModule() {
    // Given a rule about classes that were not found would always hold
    String[] modules = {
      "schemas",
      "lanes",
      "embedded",
      "tenants",
      "gateway",
      "enrichers",
      "topology",
      "dispatcher",
      "inbox",
      "simulator",
      "launcher"
    };

    // When, Then
    assertThat(modules)
        .allSatisfy(
            module ->
                assertThat(
                        SLUICE.stream()
                            .filter(it -> it.getPackageName().startsWith("dev.sluice." + module)))
                    .as(module)
                    .hasSizeGreaterThan(1));
  }

  /// Their classes are not on the class path of this test, so the rule is about the poms.
  @Test
  void shouldLetNobodyKnowTheBenchmarks() {
    // Given
    Pattern dependency = Pattern.compile("<artifactId>sluice-benchmarks</artifactId>");

    // When
    List<String> knowing =
        Sources.modules().stream()
            .filter(
                module ->
                    dependency
                        .matcher(Sources.read(Sources.ROOT.resolve(module + "/pom.xml")))
                        .find())
            .toList();

    // Then
    assertThat(knowing)
        .as("the benchmarks are a program of their own")
        .containsExactly("benchmarks");
  }

  @Test
  void shouldKeepLanesOnTheJdkAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.lanes..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.not(
                resideInAnyPackage("java..", "dev.sluice.lanes..", "org.jspecify..")))
        .because("fairness knows no Kafka, no HTTP and no framework")
        .check(SLUICE);
  }

  @Test
  void shouldKeepMicronautAtTheHttpEdge() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.schemas..",
            "dev.sluice.lanes..",
            "dev.sluice.tenants..",
            "dev.sluice.enrichers..",
            "dev.sluice.topology..",
            "dev.sluice.dispatcher..",
            "dev.sluice.simulator..",
            "dev.sluice.embedded..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("io.micronaut.."))
        .check(SLUICE);
  }

  @Test
  void shouldKeepKafkaOutOfTheModels() {
    noClasses()
        .that()
        .resideInAPackage("dev.sluice.enrichers..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.kafka.."))
        .check(SLUICE);
  }

  @Test
  void shouldKeepTheParserPure() {
    noClasses()
        .that()
        .haveSimpleName("WebhookParser")
        .or()
        .haveSimpleNameEndingWith("Reader")
        .and()
        .resideInAPackage("dev.sluice.topology.parse..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.apache.kafka..", "java.time.Clock"))
        .check(SLUICE);
  }

  @Test
  void shouldBoundTenantsByLanesOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.gateway..",
            "dev.sluice.topology..",
            "dev.sluice.dispatcher..",
            "dev.sluice.inbox..",
            "dev.sluice.tenants..")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Semaphore.class)
        .because("fairness has one name")
        .check(SLUICE);
  }

  @Test
  void shouldHaveNoCyclesBetweenModules() {
    slices().matching("dev.sluice.(*)..").should().beFreeOfCycles().check(SLUICE);
  }
}
