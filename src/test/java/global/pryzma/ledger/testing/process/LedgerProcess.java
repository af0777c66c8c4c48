package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The embedded replica in a process of its own, on one port and one data folder. */
public final class LedgerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path folder;
    private final int port = FreePorts.next();
    private @Nullable Process process;

    /**
     * Starts it.
     *
     * @param folder for its data and what it prints
     */
    public LedgerProcess(Path folder) {
        this.folder = folder;
        start();
    }

    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Starts it and waits until it answers. */
    public void start() {
        List<String> command =
                new ArrayList<>(
                        JavaCommand.quickest()
                                .running(FaultyReplica.class.getName(), List.of("-Xmx512m")));
        command.add(folder.resolve("data").toString());
        command.add(Integer.toString(port));
        try {
            Files.createDirectories(folder);
            Process started =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.to(output().toFile()))
                            .start();
            process = started;
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> printed().contains(FaultyReplica.READY) || !started.isAlive());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(printed()).as("the replica has started").contains(FaultyReplica.READY);
    }

    /** kill -9. */
    public void kill() {
        Endings.await(running().destroyForcibly());
    }

    /** Stops it until the pause is closed: connections stay, nothing answers. */
    public Pause pause() {
        return Pause.of(List.of(running().toHandle()));
    }

    /** So many replies are not sent. */
    public void drop(int replies) {
        tell("drop " + replies);
    }

    /** So many replies are sent later. */
    public void delay(int replies, Duration by) {
        tell("delay " + replies + " " + by.toMillis());
    }

    /** So many replies are sent twice. */
    public void duplicate(int replies) {
        tell("duplicate " + replies);
    }

    /** Ends a client's session; which one, the number says somehow. */
    public void evict(int any) {
        tell("evict " + any);
    }

    /** All further replies are sent as they are. */
    public void clear() {
        tell("clear");
    }

    private void tell(String command) {
        try {
            running().getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            running().getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the replica has ended: " + printed(), e);
        }
    }

    private Process running() {
        return Optional.ofNullable(process).orElseThrow();
    }

    /** What it has printed since its last start. */
    public String printed() {
        try {
            return Files.readString(output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        return folder.resolve("output.log");
    }

    @Override
    public void close() {
        kill();
    }
}
