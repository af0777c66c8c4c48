package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a program, from its start to its end, and what it prints.
 *
 * @param output the file that has it
 */
record Run(Process process, Path output) {
    static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final Duration POLL = Duration.ofMillis(20);

    static Run of(ProcessBuilder program, Path output) {
        try {
            Files.createDirectories(output.getParent());
            return new Run(
                    program.redirectErrorStream(true)
                            .redirectOutput(Redirect.to(output.toFile()))
                            .start(),
                    output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of the pattern, where it has printed that. */
    Optional<String> find(Pattern pattern) {
        Matcher found = pattern.matcher(printed());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Waits until it has printed that, or has ended without. */
    Optional<String> awaitPrinted(Pattern pattern) {
        await().atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> find(pattern).isPresent() || !process.isAlive());
        return find(pattern);
    }

    /** Waits for its end, and tells the exit status. */
    int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends: %s", printed())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
