package global.pryzma.ledger;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static global.pryzma.ledger.ArchitectureTest.MAIN;
import static global.pryzma.ledger.ArchitectureTest.ROOT;
import static global.pryzma.ledger.ArchitectureTest.in;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;

import io.micronaut.http.annotation.ServerFilter;

import org.junit.jupiter.api.Test;

import java.util.List;

/** The rooms of the house: which package of the service may know which. */
class RoomsTest {
    /**
     * The packages of the service from the ground up: each may know those that stand before it. The
     * root, which puts them together, stands above all.
     */
    private static final List<String> FLOORS =
            List.of(
                    "money",
                    "problem",
                    "ledger",
                    "metrics",
                    "logging",
                    "tracing",
                    "tigerbeetle",
                    "job",
                    "operations",
                    "security",
                    "postgres.rows",
                    "postgres",
                    "idempotency.key",
                    "idempotency.packed",
                    "idempotency.command",
                    "idempotency.plan",
                    "idempotency.store",
                    "idempotency",
                    "api.files",
                    "api",
                    "http.wire",
                    "http.connection",
                    "http.tls",
                    "http",
                    "docs",
                    "operations.availability",
                    "words",
                    "search",
                    "audit",
                    "organisation",
                    "books",
                    "program",
                    "account",
                    "transfer",
                    "transfer.hold",
                    "transfer.reversal",
                    "transfer.journal",
                    "transfer.batch",
                    "transfer.list",
                    "statement",
                    "keys",
                    "sweep",
                    "operations.page",
                    "embedded",
                    "");

    @Test
    void noArrowPointsUpwards() {
        assertThat(
                        MAIN.stream()
                                .filter(RoomsTest::isOurs)
                                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                .filter(RoomsTest::pointsUpwards)
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    private static boolean pointsUpwards(Dependency arrow) {
        JavaClass target = arrow.getTargetClass().getBaseComponentType();
        return isOurs(target) && floor(target) > floor(arrow.getOriginClass());
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static int floor(JavaClass type) {
        String name = type.getPackageName();
        int floor = FLOORS.indexOf(name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1));
        assertThat(floor).as("a new package gets its place in FLOORS: " + name).isNotNegative();
        return floor;
    }

    @Test
    void theStoreIsTheEnginesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("idempotency"), in("idempotency.store"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("idempotency.store"))
                .because("whoever wrote a key's rows would have gone round the engine")
                .check(MAIN);
    }

    @Test
    void permanentFormsHangOnNoFramework() {
        String[] packages = {
            in("idempotency.key"),
            in("idempotency.command"),
            in("idempotency.plan"),
            in("idempotency.packed"),
        };
        classes()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.core..", // any parser reads what is written by hand
                        in("money"),
                        in("ledger"),
                        in("idempotency.key"),
                        in("idempotency.command"),
                        in("idempotency.plan"),
                        in("idempotency.packed"))
                .because("no new version of a library may change what a key has come to stand for")
                .check(MAIN);
    }

    @Test
    void rowsAreWrittenAsValues() {
        classes()
                .that()
                .resideInAPackage(in("postgres.rows"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", in("postgres.rows"))
                .because("they know the driver's connection, and not who lends it")
                .check(MAIN);
    }

    @Test
    void thePipelineIsPassedAndNotCalled() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("http"), ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("http"))
                .because("what a controller needs is in api; the pipeline is before it")
                .check(MAIN);
        classes()
                .that()
                .areAnnotatedWith(ServerFilter.class)
                .should()
                .beAssignableTo(in("http.PipelineFilter"))
                .because("the order of all filters is the one of PipelineStage")
                .check(MAIN);
    }

    @Test
    void theContractIsServedByItself() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("docs"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("docs"))
                .because("nothing but its readers needs the contract")
                .check(MAIN);
        noClasses()
                .that()
                .resideInAPackage(in("docs"))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..")
                                .and(
                                        resideOutsideOfPackages(
                                                in("docs"), in("problem"), in("api.files"))))
                .because("the contract is a document, and not made from what it describes")
                .check(MAIN);
    }
}
