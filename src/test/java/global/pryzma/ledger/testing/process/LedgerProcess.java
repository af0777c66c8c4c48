package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The embedded replica in a process of its own, on one port and one data folder. */
public final class LedgerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("(" + FaultyReplica.READY + ")");

    private final Path folder;
    private final int port = FreePorts.next();
    private @Nullable Run run;

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
        start(Duration.ZERO);
    }

    /**
     * Starts it and waits until it lets connections in; for so long it is silent then, as a real
     * server is that reads its data file.
     */
    public void start(Duration silence) {
        List<String> command =
                new ArrayList<>(
                        JavaCommand.quickest()
                                .running(FaultyReplica.class.getName(), List.of("-Xmx512m")));
        command.add(folder.resolve("data").toString());
        command.add(Integer.toString(port));
        command.add(Long.toString(silence.toMillis()));
        run = Run.of(new ProcessBuilder(command), folder.resolve("output.log"));
        assertThat(run.awaitPrinted(READY)).as("the replica is ready: %s", printed()).isPresent();
    }

    /** kill -9. */
    public void kill() {
        run().process().destroyForcibly();
        run().awaitExit();
    }

    /** Stops it until the pause is closed: connections stay, nothing answers. */
    public Pause pause() {
        return Pause.of(List.of(run().process().toHandle()));
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
        OutputStream input = run().process().getOutputStream();
        try {
            input.write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the replica has ended: " + printed(), e);
        }
    }

    private Run run() {
        return Optional.ofNullable(run).orElseThrow();
    }

    /** What it has printed since its last start. */
    public String printed() {
        return run().printed();
    }

    @Override
    public void close() {
        kill();
    }
}
