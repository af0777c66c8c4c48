package global.pryzma.ledger.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of Postgres as the embedded one unpacks them, for tests that run a server alone. */
public final class UnpackedPostgres {
    private UnpackedPostgres() {}

    /**
     * The folder with {@code initdb} and {@code postgres}.
     *
     * @param binaries where they are unpacked, once
     * @param scratch a folder that is made, for the start that unpacks them
     */
    public static Path programs(Path binaries, Path scratch) {
        return find(binaries)
                .orElseGet(() -> {
                    try {
                        LocalPostgres.start(Files.createDirectories(scratch), binaries).close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return find(binaries).orElseThrow();
                });
    }

    private static Optional<Path> find(Path binaries) {
        if (!Files.isDirectory(binaries)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(binaries)) {
            return files.filter(version -> Files.exists(version.resolve(".exists")))
                    .map(version -> version.resolve("bin"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
