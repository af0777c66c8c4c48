package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.Application;
import global.pryzma.ledger.embedded.ReadyPostgres;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.TestProperties;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The service as a process of its own, to be killed and started again on the same data folder.
 * Nothing of it is left behind after {@link #close()}, its Postgres included.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Pattern READY = Pattern.compile("(?m)^Pryzma Ledger is ready: (\\S+)$");

    private final Path folder;
    private final JavaCommand java;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private @Nullable Process process;
    private @Nullable Path output;
    private boolean onNothing;
    private int starts;

    /**
     * A process that is not started yet.
     *
     * @param folder an empty one, for the data and the captured output
     */
    public ServiceProcess(Path folder) {
        this(folder, JavaCommand.quickest());
    }

    public ServiceProcess(Path folder, JavaCommand java) {
        this.folder = folder;
        this.java = java;
        TestProperties.forDataFolder(folder.resolve("data"))
                .forEach((name, value) -> properties.put(name, value.toString()));
    }

    /** With this Micronaut property. */
    public ServiceProcess with(String name, String value) {
        properties.put(name, value);
        return this;
    }

    public ServiceProcess with(Map<String, Object> more) {
        more.forEach((name, value) -> properties.put(name, value.toString()));
        return this;
    }

    public ServiceProcess without(String name) {
        properties.remove(name);
        return this;
    }

    public ServiceProcess withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public ServiceProcess withJvmOption(String option) {
        jvmOptions.add(option);
        return this;
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
    public void dieAt(CrashPoints.Point point, UUID key) {
        arm(point, key, CrashPoints.Signal.KILL);
    }

    public void arm(CrashPoints.Point point, UUID key, CrashPoints.Signal signal) {
        assertThat(properties).as("it has crash points").containsKey(CrashPoints.FILE);
        new CrashPoints.Armed(point, key, signal).in(crashPoint());
    }

    private Path crashPoint() {
        return folder.resolve("crash-point");
    }

    /** Starts it and waits until it is ready. */
    public ServiceProcess start() {
        launch();
        await().atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> readyUri().isPresent() || !process().isAlive());
        assertThat(readyUri()).as("the service is ready: %s", output()).isPresent();
        return this;
    }

    /** Starts it and does not wait. */
    public ServiceProcess launch() {
        assertThat(process == null || !process.isAlive()).as("not running yet").isTrue();
        output = folder.resolve("output-" + ++starts + ".log");
        prepare();
        List<String> options = new ArrayList<>();
        // It must not outlive the test process, however that ends.
        options.add("-Dpryzma.exit-with-parent=true");
        // As it logs for operators, not as tests do.
        options.add("-Dlogback.configurationFile=logback.xml");
        properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
        options.addAll(jvmOptions);
        List<String> command = java.running(Application.class.getName(), options);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(Redirect.to(output.toFile()))
                            .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() {
        boolean ownPostgres =
                !properties.containsKey("datasources.default.url")
                        && !environment.containsKey("DATASOURCES_DEFAULT_URL");
        if (!onNothing && ownPostgres && !Files.exists(dataFolder())) {
            ReadyPostgres.copyInto(dataFolder(), TestProperties.POSTGRES_BINARIES);
        }
    }

    /** Where it answers, without a slash at the end. */
    public URI uri() {
        return readyUri().orElseThrow(() -> new IllegalStateException("not ready: " + output()));
    }

    /** Whether it has printed that it is ready since its last start. */
    public boolean isReady() {
        return readyUri().isPresent();
    }

    public ServiceClient client() {
        return new ServiceClient(uri());
    }

    /** Its data folder. */
    public Path dataFolder() {
        return folder.resolve("data");
    }

    /** Everything that it printed since its last start. */
    public String output() {
        try {
            return output == null ? "" : Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Process process() {
        if (process == null) {
            throw new IllegalStateException("not started");
        }
        return process;
    }

    /** kill -9 of the service; its Postgres goes on running, as it would. */
    public void kill() {
        process().destroyForcibly();
        awaitExit();
    }

    /** SIGTERM, and the exit status. */
    public int terminate() {
        process().destroy();
        return awaitExit();
    }

    /** Waits for its end, and tells the exit status. */
    public int awaitExit() {
        try {
            assertThat(process().waitFor(120, TimeUnit.SECONDS))
                    .as("the service ends: %s", output())
                    .isTrue();
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills what still runs, without ceremony. */
    @Override
    public void close() {
        if (process != null) {
            kill();
        }
        postmaster()
                .ifPresent(postmaster -> {
                    Stream<ProcessHandle> all =
                            Stream.concat(postmaster.descendants(), Stream.of(postmaster));
                    List<ProcessHandle> processes = all.toList();
                    processes.forEach(ProcessHandle::destroyForcibly);
                    processes.forEach(one -> one.onExit().join());
                });
    }

    /** The Postgres that runs on the data folder, if one does. */
    public Optional<ProcessHandle> postmaster() {
        Path pidFile = dataFolder().resolve("postgres").resolve("postmaster.pid");
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()))
                    .filter(handle -> runsOnDataFolder(handle));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Where its Postgres answers; the fourth line of its pid file is the port. */
    public String postgresUrl() {
        Path pidFile = dataFolder().resolve("postgres").resolve("postmaster.pid");
        try {
            return "jdbc:postgresql://127.0.0.1:%s/postgres?user=postgres"
                    .formatted(Files.readAllLines(pidFile).get(3).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number in the file may be another process's by now. */
    private boolean runsOnDataFolder(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("postgres")
                && process.info().arguments().stream()
                        .flatMap(Stream::of)
                        .anyMatch(argument ->
                                argument.endsWith(folder.getFileName() + "/data/postgres"));
    }

    private Optional<URI> readyUri() {
        Matcher ready = READY.matcher(output());
        return ready.find() ? Optional.of(URI.create(ready.group(1))) : Optional.empty();
    }
}
