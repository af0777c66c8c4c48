package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.embedded.ReadyPostgres;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.TestProperties;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The service as a process of its own, to be killed, stopped and started again on the same data
 * folder. It may not end unless it is told to, with one exception, which {@link NativeAbort} names.
 * Nothing of it is left behind after {@link #close()}, its Postgres included.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Pattern READY =
            Pattern.compile("(?m)(?:^|\")Pryzma Ledger is ready: ([^\\s\"]+)");

    private final Path folder;
    private final LaunchSettings settings;
    private @Nullable ServiceClient onItsPort;
    private @Nullable Run run;
    private boolean onNothing;
    private boolean wanted;
    private int starts;

    /**
     * A process that is not started yet.
     *
     * @param folder for the data and the captured output
     */
    public ServiceProcess(Path folder) {
        this(folder, JavaCommand.quickest());
    }

    public ServiceProcess(Path folder, JavaCommand java) {
        this.folder = folder;
        this.settings = new LaunchSettings(java);
        with(TestProperties.forDataFolder(folder.resolve("data")));
    }

    /** With this Micronaut property, from its next start on. */
    public ServiceProcess with(String name, String value) {
        settings.property(name, value);
        return this;
    }

    public ServiceProcess with(Map<String, ?> more) {
        more.forEach(settings::property);
        return this;
    }

    public ServiceProcess withEnvironment(String name, String value) {
        settings.environment(name, value);
        return this;
    }

    public ServiceProcess withJvmOption(String option) {
        settings.jvmOption(option);
        return this;
    }

    /** As where a seccomp profile forbids io_uring. */
    public ServiceProcess withoutIoUring() {
        settings.mainClass(WithoutIoUring.class);
        return this;
    }

    /** It comes back on the same port each time, where {@link #client()} speaks with it. */
    public ServiceProcess onOnePort() {
        int port = FreePorts.next();
        onItsPort = new ServiceClient(URI.create("http://127.0.0.1:" + port));
        return with("micronaut.server.port", Integer.toString(port));
    }

    /** Its first start finds nothing and makes everything, as a newcomer's does. */
    public ServiceProcess onNothing() {
        onNothing = true;
        return this;
    }

    /** With points at which it can be told to end itself. */
    public ServiceProcess withCrashPoints() {
        return with(CrashPoints.FILE, crashPoint().toString());
    }

    /** It, as it runs now, is going to kill itself there; it has to have crash points. */
    public synchronized void dieAt(CrashPoints.Point point, UUID key) {
        arm(point, key, CrashPoints.Signal.KILL);
        wanted = false;
    }

    /** It, as it runs now, is going to stop itself there, until a {@link Pause} of it ends. */
    public void stopAt(CrashPoints.Point point, UUID key) {
        arm(point, key, CrashPoints.Signal.STOP);
    }

    /**
     * It, as it runs now, gets no further with this key. Blocks until it is there.
     *
     * @param request is sent meanwhile, and gets no answer
     */
    public void parkAt(CrashPoints.Point point, UUID key, Runnable request) {
        arm(point, key, CrashPoints.Signal.PARK);
        Thread.startVirtualThread(() -> {
            try {
                request.run();
            } catch (UncheckedIOException unanswered) {
                // The process has died.
            }
        });
        await().atMost(Run.PATIENCE).until(() -> !Files.exists(crashPoint()));
    }

    private void arm(CrashPoints.Point point, UUID key, CrashPoints.Signal signal) {
        assertThat(settings.hasProperty(CrashPoints.FILE)).as("it has crash points").isTrue();
        new CrashPoints.Armed(point, key, signal).in(crashPoint());
    }

    private Path crashPoint() {
        return folder.resolve("crash-point");
    }

    /** Starts it and waits until it is ready. */
    public synchronized ServiceProcess start() {
        launch();
        awaitReady();
        return this;
    }

    /** The same, and again when it refuses to start, as a supervisor does. */
    public synchronized ServiceProcess startInTheEnd() {
        Instant end = Instant.now().plus(Run.PATIENCE);
        while (launch().run().awaitPrinted(READY).isEmpty() && Instant.now().isBefore(end)) {}
        awaitReady();
        return this;
    }

    private void awaitReady() {
        assertThat(run().awaitPrinted(READY)).as("%s is ready: %s", this, output()).isPresent();
        wanted = true;
    }

    /** Starts it and does not wait. */
    public ServiceProcess launch() {
        assertThat(isAlive()).as("%s runs already", this).isFalse();
        if (!onNothing && settings.isPostgresEmbedded() && !Files.exists(dataFolder())) {
            ReadyPostgres.copyInto(dataFolder());
        }
        run = Run.of(settings.program(), folder.resolve("output-" + ++starts + ".log"));
        return this;
    }

    /** Where it answers, without a slash at the end. */
    public URI uri() {
        return URI.create(
                run().find(READY)
                        .orElseThrow(() -> new IllegalStateException("not ready: " + output())));
    }

    /** Whether it has printed that it is ready since its last start. */
    public boolean isReady() {
        return run().find(READY).isPresent();
    }

    /** Whether it was started and has not ended. */
    public boolean isAlive() {
        return run != null && run.process().isAlive();
    }

    /** It is ready, and its ledger is. */
    public boolean isWell() {
        try {
            return client().get("/health").body().contains("\"status\":\"available\"");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public ServiceClient client() {
        return onItsPort == null ? new ServiceClient(uri()) : onItsPort;
    }

    /** Its data folder. */
    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** Everything that it printed since its last start. */
    public String output() {
        return run == null ? "" : run.printed();
    }

    public Process process() {
        return run().process();
    }

    private Run run() {
        if (run == null) {
            throw new IllegalStateException("not started");
        }
        return run;
    }

    /** Starts it again where the native client has aborted it, and tells whether it had to. */
    public synchronized boolean supervise() {
        boolean aborted = wanted && !isAlive();
        if (aborted) {
            expectEnd();
            startInTheEnd();
        }
        return aborted;
    }

    /** It is going to be ended, and must not have ended before. */
    private void expectEnd() {
        if (wanted && !isAlive()) {
            NativeAbort.check(this);
        }
        wanted = false;
    }

    /** Ends it by a signal that it can do nothing about; its Postgres ends with it. */
    public synchronized void endBy(String signal) throws IOException {
        expectEnd();
        Process kill =
                new ProcessBuilder("kill", "-" + signal, Long.toString(process().pid())).start();
        Endings.await(kill);
        awaitExit();
    }

    /** kill -9 of the service; its Postgres ends with it. */
    public synchronized void kill() {
        expectEnd();
        process().destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and the exit status. */
    public synchronized int terminate() {
        expectEnd();
        process().destroy();
        return awaitExit();
    }

    /** Stops it (SIGSTOP) until the pause is closed: connections stay, nothing answers. */
    public Pause pause() {
        return Pause.of(List.of(process().toHandle()));
    }

    /** Waits for its end, and tells the exit status. */
    public int awaitExit() {
        wanted = false;
        int status = run().awaitExit();
        LoggedSecrets.requireNoneIn(output());
        return status;
    }

    /** Kills what still runs, without ceremony. */
    @Override
    public void close() {
        if (run != null) {
            wanted = false;
            kill();
        }
        postmaster().ifPresent(Postmaster::kill);
    }

    /** Its own Postgres, if it runs. */
    public Optional<Postmaster> postmaster() {
        return Postmaster.of(dataFolder().resolve("postgres"));
    }

    /** Where its own Postgres answers. */
    public String postgresUrl() {
        return postmaster().orElseThrow().url();
    }

    @Override
    public String toString() {
        return "service in " + folder.getFileName();
    }
}
