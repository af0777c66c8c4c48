package global.pryzma.ledger.testing.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running Postgres, known by the pid file in its data directory.
 *
 * @param process its first one, the parent of all others
 */
public record Postmaster(ProcessHandle process, int port) {
    private static final int LINE_OF_PORT = 3;

    /** The one that runs on this directory, if one does. */
    public static Optional<Postmaster> of(Path dataDirectory) {
        try {
            List<String> pidFile = Files.readAllLines(file(dataDirectory));
            String directory = dataDirectory.toRealPath().toString();
            return ProcessHandle.of(Long.parseLong(pidFile.getFirst().strip()))
                    .filter(process -> runsOn(process, directory))
                    .map(process -> new Postmaster(process, port(pidFile)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no such file, or one that is being written
        }
    }

    public static Path file(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }

    private static int port(List<String> pidFile) {
        return Integer.parseInt(pidFile.get(LINE_OF_PORT).strip());
    }

    /** The number in the file may be another process's by now. */
    private static boolean runsOn(ProcessHandle process, String directory) {
        return process.info().command().orElse("").endsWith("postgres")
                && process.info().arguments().stream()
                        .flatMap(Stream::of)
                        .anyMatch(directory::equals);
    }

    /** Where it answers, with the database and the user. */
    public String url() {
        return url(port);
    }

    static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Every process of it. */
    public List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /** kill -9 of the first one; the others may go on for a while. */
    public void killFirst() {
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** kill -9 of all of them. */
    public void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(Postmaster::awaitEnd);
    }

    /** It is nobody's child here, and its own way of telling needs a thread of the common pool. */
    private static void awaitEnd(ProcessHandle process) {
        await().pollInterval(Duration.ofMillis(10)).until(() -> !process.isAlive());
    }
}
