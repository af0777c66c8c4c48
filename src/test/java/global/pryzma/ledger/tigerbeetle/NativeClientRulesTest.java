package global.pryzma.ledger.tigerbeetle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.Client;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Completing, cancelling or timing out a future of the official client ends the JVM when the reply
 * arrives. So only one class sees such a future, and it lets nothing out but copies.
 */
class NativeClientRulesTest {
    private static final Set<String> DEADLY =
            Set.of(
                    "complete",
                    "completeExceptionally",
                    "completeAsync",
                    "completeOnTimeout",
                    "orTimeout",
                    "cancel",
                    "obtrudeValue",
                    "obtrudeException");

    private final JavaClasses service =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("global.pryzma.ledger");

    @Test
    void onlyOneClassTouchesTheClient() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(NativeClient.class.getName())
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Client.class)
                .check(service);
    }

    @Test
    void itUsesNoBlockingMethod() {
        noClasses()
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "a blocking method of the client",
                                (JavaMethodCall call) ->
                                        call.getTargetOwner().isEquivalentTo(Client.class)
                                                && !call.getName().endsWith("Async")
                                                && !call.getName().equals("close")))
                .check(service);
    }

    @Test
    void itCompletesAndCancelsNoFuture() {
        noClasses()
                .that()
                .haveFullyQualifiedName(NativeClient.class.getName())
                .should()
                .callMethodWhere(deadly())
                .check(service);
    }

    /** Those that the others complete are their own: a call's outcome, a lane's rest, a start. */
    @Test
    void nothingInTheGatewayTimesOutOrCancelsAFuture() {
        noClasses()
                .that()
                .resideInAPackage("global.pryzma.ledger.tigerbeetle..")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "timing out or cancelling a future",
                                (JavaMethodCall call) ->
                                        deadly().test(call) && !call.getName().equals("complete")))
                .check(service);
    }

    /** In the source, because a chain on the original would look the same to the other rules. */
    @Test
    void everyFutureOfTheClientIsCopiedBeforeAnythingElse() throws Exception {
        String source =
                Files.readString(
                        Path.of("src/main/java")
                                .resolve(NativeClient.class.getName().replace('.', '/') + ".java"));
        Matcher sends = Pattern.compile("(\\w+\\(\\s*)?client\\s*\\.\\w+Async\\(").matcher(source);
        int count = 0;
        while (sends.find()) {
            count++;
            assertThat(sends.group(1)).as(sends.group()).isNotNull().startsWith("reply(");
        }
        assertThat(count).isEqualTo(Request.class.getPermittedSubclasses().length);
        assertThat(Pattern.compile("theClients\\s*\\.\\s*(\\w+)").matcher(source).results())
                .extracting(use -> use.group(1))
                .containsExactly("copy");
    }

    private static DescribedPredicate<JavaMethodCall> deadly() {
        return DescribedPredicate.describe(
                "completing, timing out or cancelling a future",
                call ->
                        call.getTargetOwner().isAssignableTo(CompletableFuture.class)
                                && DEADLY.contains(call.getName()));
    }
}
