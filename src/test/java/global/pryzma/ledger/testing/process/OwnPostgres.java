package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Postgres for one test, to be stopped, frozen and started again on the same port and data, as
 * one that the service knows by its URL.
 */
public final class OwnPostgres implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Map<String, String> settings = new HashMap<>();
    private @Nullable EmbeddedPostgres server;

    /** One that is durable, and not started yet. */
    public OwnPostgres(Path folder) {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        with("fsync", "on");
        with("synchronous_commit", "on");
        with("full_page_writes", "on");
        with("max_connections", "40");
    }

    public OwnPostgres with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    public OwnPostgres start() {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setPort(port)
                        .setDataDirectory(folder.resolve("data"))
                        .setCleanDataDirectory(false)
                        .setOverrideWorkingDirectory(
                                Path.of("target", "postgres-binaries").toAbsolutePath().toFile())
                        .setRegisterShutdownHook(false)
                        .setOutputRedirector(log())
                        .setErrorRedirector(log())
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("unix_socket_directories", "");
        settings.forEach(builder::setServerConfig);
        try {
            server = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Redirect log() {
        return Redirect.appendTo(folder.resolve("postgres.log").toFile());
    }

    /** What a service needs in order to use it, with whatever ledger. */
    public Map<String, Object> properties() {
        return Map.of("datasources.default.url", url());
    }

    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    public void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    /** Fast shutdown: whoever is connected is cut off. */
    public void stop() {
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server = null;
        }
    }

    /** It keeps its port and its connections, and answers nobody. */
    public void freeze() {
        signal("-STOP");
    }

    public void thaw() {
        signal("-CONT");
    }

    private void signal(String signal) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        ProcessHandle postmaster = postmaster();
        Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(process -> Long.toString(process.pid()))
                .forEach(command::add);
        try {
            // One that has ended meanwhile makes the exit status 1.
            new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessHandle postmaster() {
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            assertThat(postmaster.info().command().orElse("")).endsWith("postgres");
            return postmaster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            thaw();
            stop();
        }
    }
}
