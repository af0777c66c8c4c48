package global.pryzma.ledger;

import global.pryzma.ledger.audit.RefusedAuthentications;
import global.pryzma.ledger.embedded.EmbeddedServers;
import global.pryzma.ledger.http.tls.Tls;
import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.operations.ManagementServer;
import global.pryzma.ledger.operations.ProcessMeters;
import global.pryzma.ledger.operations.availability.Heartbeat;
import global.pryzma.ledger.postgres.Durability;
import global.pryzma.ledger.security.IssuerKeys;
import global.pryzma.ledger.security.RevokedTokens;
import global.pryzma.ledger.security.ServiceKey;
import global.pryzma.ledger.security.Standing;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.runtime.server.EmbeddedServer;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.security.Security;

/**
 * The service, from its start to its end.
 *
 * <p>Start: configuration, embedded parts where nothing else is configured, migrations, the ledger
 * gateway with the genesis check, background jobs, HTTP. End: the same backwards, after the
 * requests in flight.
 */
public final class Application implements AutoCloseable {
    private final ApplicationContext context;
    private @Nullable EmbeddedServer server;

    private Application(ApplicationContext context) {
        this.context = context;
    }

    public static void main(String[] args) throws InterruptedException {
        askForNamesAnew();
        if (Command.isIn(args)) {
            command(args);
            return;
        }
        Application application = new Application(configuration().args(args).build());
        // A signal during the start is handled when the start is over.
        Thread shutdown = new Thread(application::close, "shutdown");
        Runtime.getRuntime().addShutdownHook(shutdown);
        if (Boolean.getBoolean("pryzma.exit-with-parent")) {
            exitWithParent();
        }
        try {
            application.start();
        } catch (Throwable e) {
            StartFailure.report(e);
            System.exit(1);
        }
        application.context.getBean(Banner.class).show(application.uri());
        shutdown.join();
    }

    private static void command(String... args) {
        try {
            if (!Command.execute(args)) {
                System.exit(1);
            }
        } catch (Exception e) {
            StartFailure.report(e);
            System.exit(1);
        }
    }

    /**
     * Starts the service in this process.
     *
     * @param configuration from {@link #configuration()}, with the properties of the caller
     */
    public static Application start(ApplicationContextBuilder configuration) {
        Application application = new Application(configuration.build());
        try {
            application.start();
            return application;
        } catch (Throwable e) {
            application.close();
            throw e;
        }
    }

    /** The configuration that every start begins with. */
    public static ApplicationContextBuilder configuration() {
        return ApplicationContext.builder().mainClass(Application.class).banner(false);
    }

    private synchronized void start() {
        context.start();
        ManagementServer management = context.getBean(ManagementServer.class);
        management.bind();
        context.getBean(Durability.class).check();
        // Made now, so that a key that can't be used ends the start and not every request.
        context.getBean(ServiceKey.class);
        context.getBean(RevokedTokens.class).run();
        context.getBean(Standing.class).run();
        context.findBean(IssuerKeys.class).ifPresent(IssuerKeys::readAtStart);
        context.getBean(LedgerAtStart.class).check();
        context.getBean(Jobs.class).start();
        server = context.getBean(EmbeddedServer.class).start();
        context.getBean(ProcessMeters.class);
        management.start();
    }

    public URI uri() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        URI uri = server.getURI();
        return context.containsBean(Tls.class)
                ? URI.create(uri.toString().replaceFirst("^http:", "https:"))
                : uri;
    }

    public ApplicationContext context() {
        return context;
    }

    /** Takes no more requests, finishes those in flight, and stops everything else after them. */
    @Override
    public synchronized void close() {
        if (server == null) {
            closeWhatHadStarted();
            return;
        }
        Jobs jobs = context.getBean(Jobs.class);
        jobs.stop();
        Shutdown shutdown = new Shutdown(context);
        shutdown.finishRequests();
        jobs.close();
        shutdown.finishWrites();
        context.getBean(RefusedAuthentications.class).signOff();
        context.getBean(Heartbeat.class).signOff();
        server.stop(); // and the context with it
        server = null;
    }

    /**
     * Closes what a failed start has left: a context that failed to start does not stop its beans.
     */
    private void closeWhatHadStarted() {
        if (context.isRunning()) {
            context.stop();
        } else {
            context.getActiveBeanRegistrations(EmbeddedServers.class)
                    .forEach(parts -> parts.bean().close());
        }
    }

    /**
     * A name may be what a failover moves, and Java keeps what it found for half a minute, and that
     * there was none for ten seconds.
     */
    private static void askForNamesAnew() {
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "1");
    }

    /** Ends this process with its parent: a Maven that is stopped does not stop what it runs. */
    private static void exitWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }
}
