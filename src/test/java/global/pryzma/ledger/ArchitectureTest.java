package global.pryzma.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.ledger.Ledger;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.CustomHttpMethod;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of the layout: what may know what. Each says why it is one. */
class ArchitectureTest {
    static final String ROOT = "global.pryzma.ledger";
    private static final String REPLICA = "global.pryzma.replica";

    static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT, REPLICA);

    private static final List<Class<? extends Annotation>> MUTATING =
            List.of(Post.class, Put.class, Patch.class, Delete.class, CustomHttpMethod.class);

    /** What changes something and is no operation of the API. */
    private static final Set<String> MUTATING_BESIDES_THE_API =
            Set.of(
                    "TokenController",
                    "RevocationController",
                    "IntrospectionController",
                    "LedgerSwitchController");

    @Test
    void eachVendorHasOneImporter() {
        onlyIn("tigerbeetle", "com.tigerbeetle..").check(MAIN);
        onlyIn("tigerbeetle", "io.github.resilience4j..").check(MAIN);
        onlyIn("embedded", "io.zonky..").check(MAIN);
        onlyIn("security", "com.nimbusds..").check(MAIN);
        onlyIn("security", "io.github.bucket4j..").check(MAIN);
        onlyIn("metrics", "io.micrometer..").check(MAIN);
        onlyIn("tracing", "io.opentelemetry..").check(MAIN);
        onlyIn("logging", "ch.qos.logback..").check(MAIN);
    }

    /** Tests included: what they show, they show on TigerBeetle's own client and wire. */
    @Test
    void thereIsOneLedgerAndOneClientOfIt() {
        JavaClasses all = new ClassFileImporter().importPackages(ROOT);
        assertThat(implementations(all, Ledger.class))
                .as("Convoy gathers calls on the way to the real one, FailingLedger loses them")
                .containsExactlyInAnyOrder("TigerBeetleLedger", "Convoy", "FailingLedger");
        assertThat(implementations(all, ROOT + ".tigerbeetle.ClusterClient"))
                .as("CountedClients wraps the native one")
                .containsExactlyInAnyOrder("NativeClient", "CountedClients", "FakeClient");
        assertThat(all.get(ROOT + ".tigerbeetle.FakeClient").getDirectDependenciesToSelf())
                .extracting(use -> topLevel(use.getOriginClass()))
                .as("what a client does on its own can't be provoked on the wire")
                .containsOnly("CourierTest");
    }

    private static Set<String> implementations(JavaClasses all, Class<?> type) {
        return implementations(all, type.getName());
    }

    private static Set<String> implementations(JavaClasses all, String type) {
        return all.stream()
                .filter(it -> !it.isInterface() && it.isAssignableTo(type))
                .map(ArchitectureTest::topLevel)
                .collect(Collectors.toSet());
    }

    private static String topLevel(JavaClass type) {
        return type.getEnclosingClass()
                .map(ArchitectureTest::topLevel)
                .orElseGet(type::getSimpleName);
    }

    @Test
    void theVocabularyKnowsNoFramework() {
        classes()
                .that()
                .resideInAPackage(in("money"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", in("money"))
                .because("money is arithmetic, on the JDK alone")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage(in("ledger"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", in("ledger"), in("money"))
                .because("what is asked of a ledger does not depend on whose ledger it is")
                .check(MAIN);
    }

    /**
     * Where a time only tells somebody when something was here, or how long this process waits for
     * another one.
     */
    private static final Set<String> READING_THE_CLOCK_OF_THEIR_MACHINE =
            Set.of(
                    "AccessLog",
                    "Command", // when a rotated key begins to sign
                    "JobLoop",
                    "TigerBeetleLedger",
                    "LocalPostgres",
                    "OrphanedPostmaster");

    /** The bytes of addresses are no secret. */
    @Test
    void secretsAreComparedInConstantTime() {
        noClasses()
                .that(
                        describe(
                                "keep or check secrets",
                                it ->
                                        (it.getPackageName().equals(in("security"))
                                                        || it.getPackageName()
                                                                .equals(in("organisation"))
                                                        || it.getPackageName().equals(in("api")))
                                                && !topLevel(it).equals("AddressRange")))
                .should()
                .callMethodWhere(
                        describe(
                                "compares arrays up to the first difference",
                                call ->
                                        call.getTargetOwner().isEquivalentTo(Arrays.class)
                                                && Set.of("equals", "compare", "mismatch")
                                                        .contains(call.getTarget().getName())))
                .because(
                        "how long a comparison takes must not tell how much of a guess was right:"
                                + " MessageDigest.isEqual")
                .check(MAIN);
    }

    @Test
    void agesGoByTheClockOfPostgres() {
        noClasses()
                .that(
                        describe(
                                "are no exceptions",
                                it ->
                                        it.getPackageName().startsWith(ROOT)
                                                && !READING_THE_CLOCK_OF_THEIR_MACHINE.contains(
                                                        topLevel(it))))
                .should()
                .callMethodWhere(
                        describe(
                                "reads the clock of the machine",
                                call -> {
                                    String owner = call.getTargetOwner().getName();
                                    String name = call.getTarget().getName();
                                    return owner.startsWith("java.time.")
                                                    && (name.equals("now")
                                                            || name.startsWith("system"))
                                            || owner.equals("java.lang.System")
                                                    && name.equals("currentTimeMillis");
                                }))
                .because(
                        "an instance whose clock is wrong must not fence what is in doubt, end"
                                + " leases or delete responses before their time")
                .check(MAIN);
    }

    @Test
    void whatRunsByItselfIsAJob() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut.scheduling..")
                .because("a method that is scheduled is in no list, and dies of its first Error")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages(REPLICA + "..", in("http.connection"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ScheduledExecutorService.class)
                .because(
                        "operators see a job, and it ends before what it needs; what a connection"
                                + " does, it does by its own thread, and ends with it")
                .check(MAIN);
        classes()
                .that()
                .resideInAPackage(in("job"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "org.slf4j..", "org.jspecify..", in("job"), in("ledger"))
                .because("every feature may have a job")
                .check(MAIN);
    }

    @Test
    void theReplicaStandsAlone() {
        classes()
                .that()
                .resideInAPackage(REPLICA + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..", REPLICA + "..")
                .because("a replica that shared code with the client would share its mistakes")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackages(in("embedded"), REPLICA + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(REPLICA + "..")
                .because("nobody else knows which ledger it is")
                .check(MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage(REPLICA + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        REPLICA + ".protocol", REPLICA + ".machine", REPLICA + ".journal")
                .because("whoever runs a replica needs its face alone, which is its server")
                .check(MAIN);
    }

    @Test
    void thePartsOfTheReplicaKnowOnlyThoseBelow() {
        List<String> fromBelow =
                Stream.of("protocol", "machine", "journal", "server")
                        .map(part -> REPLICA + "." + part)
                        .toList();
        assertThat(MAIN.stream().map(JavaClass::getPackageName))
                .filteredOn(name -> name.startsWith(REPLICA))
                .as("a new part has a place in the order")
                .containsOnlyElementsOf(fromBelow);
        for (int part = 0; part < fromBelow.size() - 1; part++) {
            List<String> above = fromBelow.subList(part + 1, fromBelow.size());
            noClasses()
                    .that()
                    .resideInAPackage(fromBelow.get(part))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above.toArray(String[]::new))
                    .because("bytes don't depend on what they mean, nor that on how it is kept")
                    .check(MAIN);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(MAIN);
        slices().matching(REPLICA + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void theLedgersVendorIsBehindItsPort() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("tigerbeetle"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("tigerbeetle"))
                .because("the rest of the service asks the port, ledger.Ledger")
                .check(MAIN);
    }

    @Test
    void theOfficialClientsFutureIsNeverCompletedByUs() {
        noClasses()
                .that()
                .resideInAPackage(in("tigerbeetle"))
                .and()
                .doNotHaveSimpleName("NativeClient")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.tigerbeetle.Client")
                .because("only one class sees its futures, and hands on copies")
                .check(MAIN);
        noClasses()
                .that()
                .haveSimpleName("NativeClient")
                .should()
                .callMethodWhere(
                        describe(
                                "a future is completed, cancelled or timed out",
                                call -> endsAFuture(call.getTarget())))
                .because("the client halts the JVM when the reply to such a future arrives")
                .check(MAIN);
    }

    @Test
    void noFloatingPointNearMoney() {
        String[] packages = {
            in("money"),
            in("ledger"),
            in("books"),
            in("account"),
            in("transfer"),
            in("idempotency.."),
        };
        classes().that().resideInAnyPackage(packages).should(notHoldFloatingPoint()).check(MAIN);
    }

    @Test
    void theEngineKnowsNoHttp() {
        noClasses()
                .that()
                .resideInAPackage(in("idempotency.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut.http..")
                .because("a mutation is carried out the same when no request waits for it")
                .check(MAIN);
    }

    @Test
    void onlyTheEngineAnswersMutations() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("idempotency"))
                .should()
                .callConstructorWhere(
                        describe(
                                "it makes an Answer",
                                call -> call.getTargetOwner().isAssignableTo(Answer.class)))
                .because("a route that makes its own answer has gone round the engine")
                .check(MAIN);
    }

    @Test
    void routesOfTheApiThatMutateReturnTheEnginesAnswer() {
        Stream<JavaMethod> mutating =
                MAIN.stream()
                        .filter(type -> type.isAnnotatedWith(Controller.class))
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> MUTATING.stream().anyMatch(method::isAnnotatedWith));
        mutating.forEach(method -> {
            String controller = method.getOwner().getSimpleName();
            if (MUTATING_BESIDES_THE_API.contains(controller)) {
                assertThat(path(method)).doesNotStartWith("/v1");
            } else {
                assertThat(method.getRawReturnType().getName())
                        .as(method.getFullName())
                        .isEqualTo(Answer.class.getName());
            }
        });
    }

    @Test
    void onlyHttpAndProblemMakeErrors() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("problem"), in("http"), in("security"))
                .should()
                .dependOnClassesThat()
                .haveSimpleName("ProblemRenderer")
                .orShould()
                .callMethodWhere(
                        describe(
                                "an HTTP response is made with a status",
                                call ->
                                        call.getTargetOwner()
                                                        .isAssignableTo(MutableHttpResponse.class)
                                                && call.getTarget().getName().equals("status")))
                .because("an error has one form, whoever reports it: throw a ProblemException")
                .check(MAIN);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .resideInAnyPackage("..common..", "..util..", "..utils..")
                .check(MAIN);
    }

    @Test
    void controllersAndRowsAreInternal() {
        classes()
                .that()
                .areAnnotatedWith(Controller.class)
                .or()
                .haveSimpleNameEndingWith("Row")
                .should()
                .notBePublic()
                .because("features don't use each other's insides")
                .check(MAIN);
    }

    @Test
    void everyPackageIsNullMarked() {
        JavaClasses all = new ClassFileImporter().importPackages(ROOT, REPLICA);
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : all) {
            JavaPackage itsPackage = type.getPackage();
            if (!itsPackage.isAnnotatedWith(NullMarked.class)) {
                unmarked.add(itsPackage.getName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    static String in(String name) {
        return ROOT + "." + name;
    }

    private static ArchRule onlyIn(String name, String vendor) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(in(name))
                .should()
                .dependOnClassesThat(resideInAPackage(vendor))
                .because("a vendor has one importer, who can be replaced");
    }

    private static boolean endsAFuture(AccessTarget.MethodCallTarget target) {
        return target.getOwner().isAssignableTo(Future.class)
                && Set.of(
                                "complete",
                                "completeExceptionally",
                                "completeOnTimeout",
                                "completeAsync",
                                "cancel",
                                "orTimeout",
                                "obtrudeValue",
                                "obtrudeException")
                        .contains(target.getName());
    }

    private static ArchCondition<JavaClass> notHoldFloatingPoint() {
        return new ArchCondition<>("have no field, parameter or result of float or double") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getFields().stream()
                        .filter(field -> isFloating(field.getRawType()))
                        .forEach(field -> report(field.getFullName(), type, events));
                type.getCodeUnits().stream()
                        .filter(unit ->
                                isFloating(unit.getRawReturnType())
                                        || unit.getParameters().stream()
                                                .map(JavaParameter::getRawType)
                                                .anyMatch(ArchitectureTest::isFloating))
                        .forEach(unit -> report(unit.getFullName(), type, events));
            }
        };
    }

    private static void report(String member, JavaClass type, ConditionEvents events) {
        events.add(SimpleConditionEvent.violated(type, member + " is of floating point"));
    }

    private static boolean isFloating(JavaClass type) {
        return Set.of("float", "double", "java.lang.Float", "java.lang.Double", "[F", "[D")
                .contains(type.getName());
    }

    private static String path(JavaMethod method) {
        return method.getOwner().getAnnotationOfType(Controller.class).value();
    }
}
