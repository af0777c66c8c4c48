package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Postgres that a service leaves running which was killed hard, or the pid file of one. Nobody
 * else may use the data folder, as its lock is ours, so what still runs there is such an orphan.
 */
final class OrphanedPostmaster {
    private static final Logger log = LoggerFactory.getLogger(OrphanedPostmaster.class);

    /** The folder of all processes, which Linux alone has. */
    private static final Path PROCESSES = Path.of("/proc");

    private static final Duration FOR_EACH_SIGNAL = Duration.ofSeconds(20);

    private OrphanedPostmaster() {}

    /**
     * Stops the Postgres that runs on this data directory, if one does, and clears its pid file.
     */
    static void stop(Path dataDirectory) throws IOException {
        Optional<ProcessHandle> orphan = find(dataDirectory);
        if (orphan.isPresent()) {
            log.info("Stopping the Postgres that an earlier run left behind");
            stop(orphan.get(), List.of("INT", "QUIT"));
        }
        if (!Files.isDirectory(PROCESSES)) {
            return; // what else works on the directory can't be known here
        }
        // Where the postmaster was killed as well, its workers live on until they notice, and no
        // new one starts as long as they hold the shared memory.
        workers(dataDirectory).forEach(worker -> stop(worker, List.of("TERM", "QUIT")));
        // Postgres takes the pid file for another server's as long as any process has that number:
        // a dead one that its parent has not reaped, or a newcomer. Nothing runs here any more.
        Files.deleteIfExists(dataDirectory.resolve("postmaster.pid"));
    }

    /**
     * Stops a process by signals of Postgres: INT is a fast shutdown, QUIT one that leaves recovery
     * to a start.
     */
    private static void stop(ProcessHandle process, List<String> signals) {
        for (String signal : signals) {
            if (stop(process, signal)) {
                return;
            }
        }
        throw new StartRefused(
                "The Postgres of an earlier run (process %d) does not stop: stop it and start again."
                        .formatted(process.pid()));
    }

    /**
     * Processes of Postgres whose working directory is the data directory, which is that of every
     * one.
     */
    private static List<ProcessHandle> workers(Path dataDirectory) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        isProgram(process, "postgres") && worksIn(process, dataDirectory))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            Path link = PROCESSES.resolve(Long.toString(process.pid())).resolve("cwd");
            return Files.isSymbolicLink(link)
                    && Files.readSymbolicLink(link).equals(directory.toRealPath());
        } catch (IOException e) {
            return false; // gone, or another user's
        }
    }

    /**
     * Ends whatever is still making a data directory that nobody is going to use. It knows the
     * directory by its path, and would go on writing into the one that takes its place.
     */
    static void killMakers(Path dataDirectory) {
        List<ProcessHandle> makers =
                ProcessHandle.allProcesses()
                        .filter(process ->
                                (isProgram(process, "initdb") || isProgram(process, "postgres"))
                                        && isArgument(process, dataDirectory))
                        .flatMap(maker -> Stream.concat(Stream.of(maker), maker.descendants()))
                        .distinct()
                        .toList();
        makers.forEach(ProcessHandle::destroyForcibly);
        makers.forEach(maker -> maker.onExit().join());
    }

    private static Optional<ProcessHandle> find(Path dataDirectory) {
        try {
            List<String> pidFile = Files.readAllLines(dataDirectory.resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(pidFile.getFirst().strip()))
                    .filter(process -> runsOn(process, dataDirectory));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // no such file, or one that was being written
        }
    }

    /**
     * Whether the process is the Postgres of this directory: the number in the file may be another
     * process's by now.
     */
    private static boolean runsOn(ProcessHandle process, Path dataDirectory) {
        return isProgram(process, "postgres")
                && (process.info().arguments().isEmpty() || isArgument(process, dataDirectory));
    }

    private static boolean isProgram(ProcessHandle process, String name) {
        return process.info().command().orElse("").endsWith("/" + name);
    }

    private static boolean isArgument(ProcessHandle process, Path dataDirectory) {
        return process.info().arguments().stream()
                .flatMap(Stream::of)
                .anyMatch(dataDirectory.toString()::equals);
    }

    private static boolean stop(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
            Instant end = Instant.now().plus(FOR_EACH_SIGNAL);
            while (isRunning(process)) {
                if (Instant.now().isAfter(end)) {
                    return false;
                }
                Thread.sleep(10);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.");
        }
    }

    /**
     * Whether the process still runs; one that has ended is still listed until its parent has asked
     * for its status.
     */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
