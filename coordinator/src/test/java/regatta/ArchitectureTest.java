package regatta;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import regatta.protocol.WireMessage;
import regatta.secret.Secrets;

/** Holds the rules of the architecture that imports can show. */
@AnalyzeClasses(
        packages = "regatta",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    /** Excludes the tests of other modules, which come as a jar once they are packaged. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] COMMON = {
        "regatta.protocol..",
        "regatta.workload..",
        "regatta.plugin..",
        "regatta.machine..",
        "regatta.secret..",
        "regatta.tls.."
    };
    private static final String WORKER = "regatta.worker..";
    private static final String COORDINATOR = "regatta.coordinator..";
    private static final String COMPARISON = "regatta.comparison..";
    private static final String HTTP = "regatta.http..";
    private static final String DOCUMENT = "regatta.document..";

    /** The commands of the command line, and the program that joins them. */
    private static final String[] CLI = {"regatta", "regatta.cli..", "regatta.comparison.cli.."};

    private static final String[] PURE = {
        "regatta.coordinator.schedule..",
        "regatta.coordinator.jobs..",
        "regatta.coordinator.report..",
        "regatta.comparison.plan..",
        "regatta.comparison.report..",
        DOCUMENT
    };

    private static String[] and(String[] packages, String... more) {
        return Stream.of(packages, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule COMMON_IMPORTS_NO_OTHER_MODULE =
            noClasses()
                    .that()
                    .resideInAnyPackage(COMMON)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(and(CLI, WORKER, COORDINATOR, COMPARISON, HTTP, DOCUMENT))
                    .because("the direction is common <- worker <- coordinator");

    @ArchTest
    static final ArchRule WORKER_DOES_NOT_IMPORT_THE_COORDINATOR =
            noClasses()
                    .that()
                    .resideInAPackage(WORKER)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(and(CLI, COORDINATOR, COMPARISON, HTTP, DOCUMENT))
                    .because("a worker node runs without the coordinator's code");

    @ArchTest
    static final ArchRule ONLY_PLACEMENT_AND_CLI_IMPORT_THE_WORKER =
            noClasses()
                    .that()
                    .resideInAnyPackage(COORDINATOR, COMPARISON, HTTP, DOCUMENT)
                    .and()
                    .resideOutsideOfPackage("regatta.coordinator.placement..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(WORKER)
                    .because("no line of scheduling knows where a worker lives");

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_THE_COMMAND_LINE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(CLI)
                    .because("the command line is a client of everything else");

    @ArchTest
    static final ArchRule COMPARISONS_SEE_JOBS_THROUGH_THE_API =
            noClasses()
                    .that()
                    .resideInAPackage(COMPARISON)
                    .and()
                    .resideOutsideOfPackages(
                            "regatta.comparison.http..", "regatta.comparison.cli..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(COORDINATOR)
                                    .and(
                                            resideOutsideOfPackages(
                                                    "regatta.coordinator.api..",
                                                    "regatta.coordinator.store..")))
                    .because("a round is an ordinary job");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_COMPARISONS_AS_BYTES =
            noClasses()
                    .that()
                    .resideInAPackage("regatta.coordinator.*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(COMPARISON)
                    .because("jobs do without comparisons");

    @ArchTest
    static final ArchRule THE_KITS_KNOW_NEITHER_JOBS_NOR_COMPARISONS =
            noClasses()
                    .that()
                    .resideInAnyPackage(HTTP, DOCUMENT)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(COORDINATOR, COMPARISON)
                                    .and(resideOutsideOfPackage("regatta.coordinator.api..")))
                    .because("jobs and comparisons share them");

    @ArchTest
    static final ArchRule WORKLOADS_KNOW_ONLY_THE_EXTENSION_POINT =
            classes()
                    .that()
                    .resideInAPackage("regatta.workload.*..")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage(
                                            "regatta.workload..",
                                            "java..",
                                            "javax.crypto..",
                                            "javax.net..",
                                            "jdk.incubator.vector..",
                                            "com.fasterxml.jackson.annotation..",
                                            "org.HdrHistogram..",
                                            "org.jspecify..")
                                    .or(type(Secrets.class)))
                    .because(
                            "a workload must run wherever a worker runs, and shows no secret in"
                                    + " its texts");

    @ArchTest
    static final ArchRule THE_EXTENSION_POINT_EXPOSES_THE_JDK_ALONE =
            classes()
                    .that()
                    .resideInAPackage("regatta.workload")
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage("regatta.workload", "java..", "org.jspecify.."))
                    .because("a plug-in shares nothing else with Regatta");

    @ArchTest
    static final ArchRule WORKLOADS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("regatta.workload.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .because("a kind can be taken away without another noticing");

    @ArchTest
    static final ArchRule NOBODY_ASKS_FOR_A_KIND_BY_NAME =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("regatta.workload..")
                    .and(not(areOptionsOfTheCommandLine()))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("regatta.workload.*..")
                    .because(
                            "what others must know of a kind, the contract says; options alone name"
                                    + " the fields of one kind");

    @ArchTest
    static final ArchRule DECISIONS_ARE_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.apache.pekko..",
                            "com.fasterxml.jackson.databind..",
                            "com.typesafe.config..",
                            "java.util.concurrent..",
                            "java.net..",
                            "java.sql..")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .because("a rule that can be called can be tested");

    @ArchTest
    static final ArchRule DECISIONS_READ_NO_CLOCK =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .because("time is an argument");

    @ArchTest
    static final ArchRule HTTP_STAYS_IN_HTTP =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            HTTP, "regatta.coordinator.http..", "regatta.comparison.http..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.pekko.http..")
                    .because("the server can be changed in one place");

    @ArchTest
    static final ArchRule CONFIGURATION_IS_READ_BY_SETTINGS =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Settings")
                    .and()
                    .haveSimpleNameNotEndingWith("Node")
                    .and()
                    .resideOutsideOfPackages(CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.typesafe.config..")
                    .because("a typed record reads each key once");

    @ArchTest
    static final ArchRule JDBC_STAYS_IN_THE_STORE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("regatta.coordinator.store..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.sql..")
                    .because("another database is another store");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("regatta.(**)")
                    .should()
                    .beFreeOfCycles()
                    .because("what imports each other is one package");

    @ArchTest
    static final ArchRule WIRE_MESSAGES_ARE_VALUES =
            classes()
                    .that()
                    .areAssignableTo(WireMessage.class)
                    .should(beValues())
                    .because("what crosses the wire has no behaviour and no hidden state");

    @ArchTest
    static final ArchRule PROGRAMS_SPEAK_NO_LANGUAGE =
            classes()
                    .that(describe("have a main method", ArchitectureTest::hasMain))
                    .should(setTheLocale())
                    .because("other programs read the digits and capitals that these write");

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
            classes()
                    .should(liveInANullMarkedPackage())
                    .because("null is written down where it is meant");

    private static DescribedPredicate<JavaClass> areOptionsOfTheCommandLine() {
        return resideInAnyPackage(CLI).and(simpleNameEndingWith("Options"));
    }

    private static boolean hasMain(JavaClass type) {
        return type.tryGetMethod("main", String[].class).isPresent();
    }

    private static ArchCondition<JavaClass> setTheLocale() {
        return condition(
                "set the default locale",
                type ->
                        type.getMethodCallsFromSelf().stream()
                                .anyMatch(call ->
                                        call.getTargetOwner().isEquivalentTo(Locale.class)
                                                && call.getName().equals("setDefault")));
    }

    private static ArchCondition<JavaClass> beValues() {
        return condition(
                "be a record, an enum or a sealed interface",
                type -> {
                    Class<?> reflected = type.reflect();
                    return reflected.isRecord()
                            || reflected.isEnum()
                            || (reflected.isInterface() && reflected.isSealed());
                });
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return condition(
                "live in a package with @NullMarked",
                type -> type.getPackage().isAnnotatedWith(NullMarked.class));
    }

    private static ArchCondition<JavaClass> condition(String text, Predicate<JavaClass> holds) {
        return new ArchCondition<>(text) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(
                        new SimpleConditionEvent(
                                type, holds.test(type), type.getName() + " should " + text));
            }
        };
    }
}
