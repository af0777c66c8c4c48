package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of an outage must not be the end of the process: the native client aborts it when the
 * answer to a registration comes while the client is closed. So these run in processes of their
 * own.
 */
class OutageEndTest {
    @Test
    void answersToRegistrationsMayComeAtAnyMomentOfAClosing(@TempDir Path folder) throws Exception {
        assertThat(run(ClosingRace.class, folder, "8")).contains("survived");
    }

    @Test
    void aHundredOutagesAreSurvived(@TempDir Path folder) throws Exception {
        assertThat(run(OutageEnds.class, folder, "12", "8", "0")).contains("survived");
    }

    private static String run(Class<?> main, Path folder, String... arguments) throws Exception {
        long seed = System.nanoTime();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(main.getName(), folder.toString()));
        command.addAll(List.of(arguments));
        command.add(Long.toString(seed));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("seed %d: %s", seed, output).isZero();
            return output.strip();
        } finally {
            process.destroyForcibly();
        }
    }
}
