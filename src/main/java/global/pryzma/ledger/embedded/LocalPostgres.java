package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.StartRefused;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real Postgres on the loopback address, with its data in a folder and as durable as a Postgres
 * is: the library that starts it is made for tests and has fsync off unless told otherwise.
 */
final class LocalPostgres implements AutoCloseable {
    /** For several instances and whoever looks at the tables; a server's file can't override it. */
    private static final String MAX_CONNECTIONS = "300";

    private static final Logger log = LoggerFactory.getLogger(LocalPostgres.class);

    /** The longest start, which is enough for the recovery of a killed instance. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    /** The file that is in the data directory once that has been made completely. */
    private static final String COMPLETE = "pryzma-complete";

    private final EmbeddedPostgres server;
    private final Tether tether;

    private LocalPostgres(EmbeddedPostgres server, Tether tether) {
        this.server = server;
        this.tether = tether;
    }

    /**
     * Starts Postgres, after having made its data directory if there is none.
     *
     * @param folder for the data directory and the log; held by this process
     * @param binaries where the programs are unpacked, once
     */
    static LocalPostgres start(Path folder, Path binaries) {
        Path data = folder.resolve("postgres");
        Path output = folder.resolve("postgres.log");
        try {
            setAsideIfIncomplete(data);
            OrphanedPostmaster.stop(data);
            LocalPostgres postgres = startTethered(data, binaries, output);
            Path complete = data.resolve(COMPLETE);
            if (!Files.exists(complete)) {
                Files.createFile(complete);
            }
            return postgres;
        } catch (IOException | SQLException | IllegalStateException e) {
            throw new StartRefused(
                    "The embedded Postgres does not start (%s); its log is %s.%s"
                            .formatted(firstLine(e), output, hint(e)),
                    e);
        }
    }

    private static LocalPostgres startTethered(Path data, Path binaries, Path output)
            throws IOException, SQLException {
        Tether tether = Tether.of(data);
        try {
            return new LocalPostgres(start(data, binaries, output), tether);
        } catch (IOException | SQLException | RuntimeException e) {
            tether.close();
            throw e;
        }
    }

    private static EmbeddedPostgres start(Path data, Path binaries, Path output)
            throws IOException, SQLException {
        for (int attempt = 1; ; attempt++) {
            EmbeddedPostgres server = launch(data, binaries, output);
            try {
                if (isOurs(server, data)) {
                    return server;
                }
                if (attempt == 3) {
                    throw new IllegalStateException("no free port");
                }
            } catch (SQLException | IllegalStateException e) {
                server.close();
                throw e;
            }
            server.close();
        }
    }

    private static EmbeddedPostgres launch(Path data, Path binaries, Path output)
            throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setOverrideWorkingDirectory(binaries.toFile())
                        // Its own hook would stop Postgres while requests are still finished.
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(START_LIMIT)
                        .setOutputRedirector(Redirect.appendTo(output.toFile()))
                        .setErrorRedirector(Redirect.appendTo(output.toFile()))
                        // The same sorting everywhere, whatever the machine's locale.
                        .setLocaleConfig("locale", "C")
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        // No socket file: its path would be too long in a deep folder.
                        .setServerConfig("unix_socket_directories", "")
                        .setServerConfig("max_connections", MAX_CONNECTIONS)
                        .setServerConfig("jit", "off")
                        // Keys come and go: what a minute's purge has left is a large part of a
                        // table that holds few.
                        .setServerConfig("autovacuum_naptime", "15s");
        DURABLE.forEach(builder::setServerConfig);
        try (PostgresBinaries unpacking = PostgresBinaries.prepare(binaries)) {
            return builder.start();
        }
    }

    /**
     * Checks that the settings are in force, and that this is our server at all: between choosing a
     * free port and listening on it another Postgres may have taken it.
     */
    private static boolean isOurs(EmbeddedPostgres server, Path data) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String name : DURABLE.keySet()) {
                settings.put(name, show(statement, name));
            }
            if (!show(statement, "data_directory").equals(data.toString())) {
                return false;
            }
        }
        if (!settings.equals(DURABLE)) {
            throw new IllegalStateException("its settings are not durable: " + settings);
        }
        return true;
    }

    private static String show(Statement statement, String setting) throws SQLException {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * Moves a data directory out of the way whose making was interrupted. It can't be used, and has
     * never been used: the first start did not end. It is not deleted.
     */
    private static void setAsideIfIncomplete(Path data) throws IOException {
        if (Files.exists(data) && !Files.exists(data.resolve(COMPLETE))) {
            OrphanedPostmaster.killMakers(data);
            Path aside = data.resolveSibling("postgres-incomplete-" + Instant.now().toEpochMilli());
            Files.move(data, aside);
            log.warn("The first start was interrupted; its Postgres files are now in {}", aside);
        }
        if (!Files.exists(data)) {
            Files.createDirectory(
                    data,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
    }

    /**
     * Advice for a start as root: Postgres refuses to run so, and is started by {@code unshare}
     * there.
     */
    private static String hint(Exception e) {
        boolean initdb = e instanceof IllegalStateException && firstLine(e).contains("initdb");
        return initdb && System.getProperty("user.name").equals("root")
                ? " As root it needs user namespaces (unshare -U), which containers often forbid:"
                        + " start the service as another user, or give it a Postgres by"
                        + " datasources.default.url."
                : "";
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres?user=postgres";
    }

    /** Ends the connections that are still open and waits until everything is on disk. */
    @Override
    public void close() {
        try (tether) {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
