package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.ServiceClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One of several instances of the service: a process on a port of its own. It may not end unless it
 * is told to, with one exception: the native client of 0.16.30 aborts its process when it learns
 * twice that its session was evicted, as it does when it had to repeat its request meanwhile.
 */
public final class Instance implements AutoCloseable {
    private static final String EVICTED = "session evicted: reason=no_session";
    private static final String ABORTED = "panic: reached unreachable code";

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final String name;
    private final ServiceProcess process;
    private final ServiceClient client;
    private boolean wanted;

    /**
     * An instance that is not started yet.
     *
     * @param folder for its data folder and what it prints
     */
    public Instance(String name, Path folder, Map<String, String> properties) {
        this.name = name;
        try {
            this.process = new ServiceProcess(Files.createDirectories(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int port = FreePorts.next();
        this.client = new ServiceClient(URI.create("http://127.0.0.1:" + port));
        properties.forEach(process::with);
        process.with("micronaut.server.port", Integer.toString(port));
    }

    /** With points at which it can be told to end itself. */
    public Instance withCrashPoints() {
        process.withCrashPoints();
        return this;
    }

    /** It, as it runs now, is going to send itself this signal there. */
    public synchronized void arm(CrashPoints.Point point, UUID key, CrashPoints.Signal signal) {
        process.arm(point, key, signal);
        wanted &= signal != CrashPoints.Signal.KILL;
    }

    /** With this property from its next start on. */
    public Instance with(String property, String value) {
        process.with(property, value);
        return this;
    }

    public Instance without(String property) {
        process.without(property);
        return this;
    }

    /** Starts it, and again when it refuses to start, as a supervisor would, until it is ready. */
    public synchronized void start() {
        Instant end = Instant.now().plus(PATIENCE);
        do {
            process.launch();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> process.isReady() || !process.process().isAlive());
        } while (!process.isReady() && Instant.now().isBefore(end));
        assertThat(process.isReady()).as("instance %s: %s", name, process.output()).isTrue();
        wanted = true;
    }

    /** Starts it again where the native client has aborted it, and tells whether it had to. */
    public synchronized boolean supervise() {
        boolean aborted = wanted && !process.process().isAlive();
        if (aborted) {
            checkDeath();
            start();
        }
        return aborted;
    }

    /** It is going to be ended, and must not have ended before. */
    private void expectEnd() {
        if (wanted && !process.process().isAlive()) {
            checkDeath();
        }
        wanted = false;
    }

    private void checkDeath() {
        assertThat(process.output())
                .as("instance %s ended by itself", name)
                .contains(EVICTED, ABORTED);
    }

    /** Speaks with it on its port, whether it runs or not. */
    public ServiceClient client() {
        return client;
    }

    public synchronized boolean isRunning() {
        return wanted && process.process().isAlive();
    }

    /** kill -9. */
    public synchronized void kill() {
        expectEnd();
        process.kill();
    }

    /** SIGTERM, and the exit status. */
    public synchronized int terminate() {
        expectEnd();
        return process.terminate();
    }

    /** Waits for its end, and tells the exit status. */
    public synchronized int awaitExit() {
        wanted = false;
        return process.awaitExit();
    }

    /** Stops it until the pause is closed: connections stay, nothing answers. */
    public Pause pause() {
        return Pause.of(List.of(handle()));
    }

    public ProcessHandle handle() {
        return process.process().toHandle();
    }

    /** It is ready, and its ledger is. */
    public boolean isWell() {
        try {
            return client.get("/health").body().contains("\"status\":\"available\"");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public Path dataFolder() {
        return process.dataFolder();
    }

    /** What it has printed since its last start. */
    public String printed() {
        return process.output();
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        process.close();
    }
}
