package global.pryzma.ledger.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The tie of the embedded Postgres to this process: a shell that reads from a pipe, whose other end
 * is ours. However this process ends, a kill -9 and an abort of the native client included, the
 * pipe ends with it, and the shell stops the Postgres.
 */
final class Tether implements AutoCloseable {
    /**
     * It takes the data directory, a file, and what is in that file as long as nobody else has
     * taken the directory over: whoever starts next on it stops what it finds by itself.
     *
     * <p>A terminal's signals are not for it: after Ctrl-C this process ends in order, and says so.
     * A Postgres may have been started so late that its pid file is still to come. A number in it
     * that is not plain is that of a server that makes the directory and ends by itself.
     */
    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            if read -r word; then exit 0; fi
            second=0
            while [ $second -lt 60 ]; do
                owner= ; read -r owner 2>/dev/null <"$2"
                [ "$owner" = "$3" ] || exit 0
                pid= ; read -r pid 2>/dev/null <"$1/postmaster.pid"
                case "$pid" in
                    '' | *[!0-9]*) [ $second -lt 5 ] || exit 0 ;;
                    *)
                        name=postgres ; read -r name 2>/dev/null <"/proc/$pid/comm"
                        [ "$name" = postgres ] || exit 0
                        signal=INT ; [ $second -lt 20 ] || signal=QUIT
                        kill -$signal "$pid" 2>/dev/null || exit 0 ;;
                esac
                sleep 1
                second=$((second + 1))
            done
            """;

    private final Process shell;
    private final Path pidFile;

    private Tether(Process shell, Path pidFile) {
        this.shell = shell;
        this.pidFile = pidFile;
    }

    /** Ties what is going to run on this data directory, on which nothing runs yet. */
    static Tether of(Path dataDirectory) throws IOException {
        String owner = UUID.randomUUID().toString();
        Path file = dataDirectory.resolveSibling(dataDirectory.getFileName() + ".owner");
        Files.writeString(file, owner + "\n");
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                SCRIPT,
                                "postgres-tether",
                                dataDirectory.toString(),
                                file.toString(),
                                owner)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
        return new Tether(shell, dataDirectory.resolve("postmaster.pid"));
    }

    /** Lets go of a Postgres that has ended; one that still runs is stopped. */
    @Override
    public void close() throws IOException {
        try (OutputStream pipe = shell.getOutputStream()) {
            if (Files.notExists(pidFile)) {
                pipe.write("released\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
