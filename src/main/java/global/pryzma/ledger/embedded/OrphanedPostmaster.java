package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A service that was killed hard leaves its Postgres running. Nobody else may use the data folder,
 * as its lock is ours, so what still runs there is such an orphan.
 */
final class OrphanedPostmaster {
    private static final Logger log = LoggerFactory.getLogger(OrphanedPostmaster.class);

    /**
     * Signals of Postgres: INT is a fast shutdown, QUIT one that leaves recovery to the next start.
     */
    private static final List<String> SIGNALS = List.of("INT", "QUIT");

    private static final int SECONDS_FOR_EACH_SIGNAL = 20;

    private OrphanedPostmaster() {}

    /** Stops the Postgres that runs on this data directory, if one does. */
    static void stop(Path dataDirectory) {
        Optional<ProcessHandle> orphan = find(dataDirectory);
        if (orphan.isPresent()) {
            log.info("Stopping the Postgres that an earlier run left behind");
            stop(orphan.get(), SIGNALS);
        }
        // Where the postmaster was killed as well, its workers live on until they notice, and no
        // new
        // one starts as long as they hold the shared memory.
        workers(dataDirectory).forEach(worker -> stop(worker, List.of("TERM", "QUIT")));
    }

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
     * one. Known on Linux only; elsewhere there are none.
     */
    private static List<ProcessHandle> workers(Path dataDirectory) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        isProgram(process, "postgres") && worksIn(process, dataDirectory))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path directory) {
        try {
            Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
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

    /** The number in the file may be another process's by now. */
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
            CompletableFuture<ProcessHandle> exit = process.onExit();
            exit.copy().orTimeout(SECONDS_FOR_EACH_SIGNAL, TimeUnit.SECONDS).join();
            return true;
        } catch (IOException | RuntimeException e) {
            return !process.isAlive();
        }
    }
}
