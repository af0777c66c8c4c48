package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.embedded.ReadyPostgres;
import global.pryzma.ledger.embedded.UnpackedPostgres;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.TestProperties;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final int port = FreePorts.next();
    private final Map<String, String> settings = new HashMap<>();
    private boolean onNothing;
    private @Nullable Process guard;
    private @Nullable Postmaster postmaster;

    /**
     * One that is not started yet, and durable.
     *
     * @param folder an empty one, for data and log
     */
    public PostgresProcess(Path folder) {
        this.folder = folder;
        with("listen_addresses", "127.0.0.1");
        with("unix_socket_directories", "");
        for (String durable : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            with(durable, "on");
        }
    }

    /** With this in its configuration. */
    public PostgresProcess with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Its first start makes an empty one, in which no migration has run. */
    public PostgresProcess onNothing() {
        onNothing = true;
        return this;
    }

    /**
     * Its next start is as a standby of this one. Both began with the same data, and this one has
     * nothing that the other does not have.
     */
    public PostgresProcess standbyOf(PostgresProcess primary) {
        makeData();
        try {
            Files.writeString(data().resolve("standby.signal"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A standby must not have fewer than the server that made the data.
        return with("max_connections", "300")
                .with(
                        "primary_conninfo",
                        "host=127.0.0.1 port=%d user=postgres application_name=standby"
                                .formatted(primary.port()));
    }

    /** The standby that it is becomes a primary; waits until it is one. */
    public PostgresProcess promote() {
        Sql.number(url(), "SELECT pg_promote()::int");
        return this;
    }

    public int port() {
        return port;
    }

    /** Names the database and the user. */
    public String url() {
        return Postmaster.url(port);
    }

    /** What a service needs in order to use it. */
    public Map<String, Object> properties() {
        return Map.of("datasources.default.url", url());
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Starts it and waits until it takes connections, its recovery included. */
    public PostgresProcess start() {
        makeData();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program("postgres"),
                                "-D",
                                data().toString(),
                                "-p",
                                Integer.toString(port)));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        try {
            ProcessBuilder builder = new ProcessBuilder(shell(GUARD, command));
            builder.environment().put("LOG", log().toString());
            Process started = builder.redirectErrorStream(true).start();
            guard = started;
            String pid =
                    new BufferedReader(
                                    new InputStreamReader(
                                            started.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            postmaster = new Postmaster(ProcessHandle.of(Long.parseLong(pid)).orElseThrow(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepts() || !running().isAlive());
        assertThat(running().isAlive()).as("Postgres has started: %s", logged()).isTrue();
        return this;
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
        return Pause.of(Optional.ofNullable(postmaster).orElseThrow().processes());
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

    private void makeData() {
        if (Files.exists(data())) {
            return;
        }
        if (!onNothing) {
            ReadyPostgres.copyInto(folder);
            return;
        }
        List<String> command =
                List.of(
                        program("initdb"),
                        "--pgdata=" + data(),
                        "--username=postgres",
                        "--auth=trust",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8");
        try {
            Files.createDirectories(folder);
            Process initdb =
                    new ProcessBuilder(shell(NOT_AS_ROOT + "exec \"$@\"", command))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log().toFile()))
                            .start();
            assertThat(Endings.await(initdb)).as("initdb: %s", logged()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String program(String name) {
        return UnpackedPostgres.programs(
                        TestProperties.POSTGRES_BINARIES, folder.resolve("unpacking"))
                .resolve(name)
                .toString();
    }

    private static List<String> shell(String script, List<String> arguments) {
        return Stream.concat(Stream.of("sh", "-c", script, "postgres"), arguments.stream())
                .toList();
    }

    private boolean accepts() {
        try (Connection connection = connect()) {
            return connection.isValid(5);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private Process running() {
        return Optional.ofNullable(guard).orElseThrow();
    }

    private Path data() {
        return folder.resolve("postgres");
    }

    private Path log() {
        return folder.resolve("postgres-process.log");
    }
}
