package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.util.List;

/** Whoever shares a service with others runs before or after them, and not beside them. */
class InTurnTest {
    @Test
    void classesThatShareAServiceSaySo() {
        List<JavaClass> sharing =
                new ClassFileImporter()
                                .importPath(
                                        Path.of(
                                                "target",
                                                "test-classes",
                                                "global",
                                                "pryzma",
                                                "ledger"))
                                .stream()
                                .filter(InTurnTest::usesSharedService)
                                .toList();
        assertThat(sharing).extracting(JavaClass::getSimpleName).contains("TransfersTest");
        assertThat(sharing)
                .filteredOn(type -> !runsInTurn(type))
                .as("they lack @Execution(ExecutionMode.SAME_THREAD)")
                .isEmpty();
    }

    private static boolean usesSharedService(JavaClass type) {
        return type.getMethodCallsFromSelf().stream()
                .anyMatch(call ->
                        call.getName().equals("shared")
                                && call.getTargetOwner().getPackageName().startsWith("global"));
    }

    private static boolean runsInTurn(JavaClass type) {
        return type.isAnnotatedWith(Execution.class)
                && type.getAnnotationOfType(Execution.class).value() == ExecutionMode.SAME_THREAD;
    }
}
