package global.pryzma.ledger.testing.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Processes that are stopped (SIGSTOP) until this is closed. A shell holds them, and lets them go
 * on when this process dies, so that none is left behind that could not even end.
 */
public final class Pause implements AutoCloseable {
    private static final String HOLD =
            "kill -STOP \"$@\"; read -r line; kill -CONT \"$@\" 2>/dev/null; exit 0";

    private final Process shell;

    private Pause(Process shell) {
        this.shell = shell;
    }

    /** Stops the processes; the first is stopped when this returns, unless it has ended. */
    public static Pause of(List<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", HOLD, "pause"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            Pause pause = new Pause(new ProcessBuilder(command).redirectErrorStream(true).start());
            awaitStopped(processes.getFirst());
            return pause;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the process does not run any more: it was stopped, or it has ended. */
    public static void awaitStopped(ProcessHandle process) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !process.isAlive() || state(process).matches("[TZ].*|"));
    }

    /** As {@code ps} tells it: T is stopped, Z has ended, and nothing is gone. */
    private static String state(ProcessHandle process) throws IOException {
        Process ps =
                new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start();
        return new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** The processes go on. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // The shell has ended; so has the pause.
        }
        Endings.await(shell);
    }
}
