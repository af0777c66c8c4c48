package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.embedded.UnpackedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Postgres as a process of its own, on one port and one data directory, which can be restarted
 * and stopped for a while. A shell is its parent, and ends it when this process dies.
 */
public final class PostgresProcess implements AutoCloseable {
    /** How Postgres ends; each is the name of the signal that asks for it. */
    public enum Shutdown {
        /** Ends the connections first. */
        FAST("INT"),
        /** Like a crash: the next start recovers from the log. */
        IMMEDIATE("QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Postgres refuses to run as root; in a user namespace it is nobody's. */
    private static final String NOT_AS_ROOT =
            "if [ \"$(id -u)\" = 0 ]; then set -- unshare -U \"$@\"; fi; ";

    /** Ends with the signal whose name it reads, or at once when nobody can tell it one. */
    private static final String GUARD =
            NOT_AS_ROOT
                    + "\"$@\" >>\"$LOG\" 2>&1 </dev/null & echo $!; read -r signal || signal=QUIT;"
                    + " kill -CONT $!; kill -\"$signal\" $!; wait $!";

    private final Path folder;
    private final Path programs;
    private final int port = FreePorts.next();
    private @Nullable Process guard;
    private @Nullable ProcessHandle postmaster;

    /**
     * Makes the data directory and starts the server.
     *
     * @param folder an empty one, for data and log
     * @param binaries where the programs of Postgres are unpacked, once
     */
    public PostgresProcess(Path folder, Path binaries) {
        this.folder = folder;
        try {
            Path scratch = Files.createDirectories(folder.resolve("scratch"));
            this.programs = UnpackedPostgres.programs(binaries, scratch);
            makeData();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    /** Names the database and the user. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Starts it and waits until it takes connections, its recovery included. */
    public void start() {
        List<String> command =
                shell(
                        GUARD,
                        List.of(
                                programs.resolve("postgres").toString(),
                                "-D",
                                data(),
                                "-p",
                                Integer.toString(port),
                                "-c",
                                "listen_addresses=127.0.0.1",
                                "-c",
                                "unix_socket_directories="));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LOG", log().toString());
            Process started = builder.start();
            guard = started;
            String pid =
                    new BufferedReader(
                                    new InputStreamReader(
                                            started.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepts() || !running().isAlive());
        assertThat(running().isAlive()).as("Postgres has started: %s", logged()).isTrue();
    }

    /** Ends it and waits for its end. */
    public void stop(Shutdown shutdown) {
        Process ending = running();
        try {
            ending.getOutputStream()
                    .write((shutdown.signal + "\n").getBytes(StandardCharsets.US_ASCII));
            ending.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Endings.await(ending);
        guard = null;
    }

    public void restart(Shutdown shutdown) {
        stop(shutdown);
        start();
    }

    /** Stops all its processes until the pause is closed: connections stay, nothing answers. */
    public Pause pause() {
        ProcessHandle first = Optional.ofNullable(postmaster).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(List.of(first));
        all.addAll(first.descendants().toList());
        return Pause.of(all);
    }

    /** What it has logged. */
    public String logged() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (guard != null) {
            stop(Shutdown.IMMEDIATE);
        }
    }

    private void makeData() throws IOException {
        List<String> command =
                shell(
                        NOT_AS_ROOT + "exec \"$@\"",
                        List.of(
                                programs.resolve("initdb").toString(),
                                "--pgdata=" + data(),
                                "--username=postgres",
                                "--auth=trust",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8"));
        Process initdb =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log().toFile()))
                        .start();
        assertThat(Endings.await(initdb)).as("initdb: %s", logged()).isZero();
    }

    private static List<String> shell(String script, List<String> arguments) {
        return Stream.concat(Stream.of("sh", "-c", script, "postgres"), arguments.stream())
                .toList();
    }

    private boolean accepts() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Process running() {
        return Optional.ofNullable(guard).orElseThrow();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private Path log() {
        return folder.resolve("postgres.log");
    }
}
