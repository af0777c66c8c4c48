package global.pryzma.ledger.testing;

import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.Application;
import global.pryzma.ledger.embedded.EmbeddedLedger;
import global.pryzma.ledger.embedded.ReadyPostgres;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;

import io.micronaut.context.ApplicationContextBuilder;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole service in this process: real Postgres, real ledger wire, real HTTP, on free ports and
 * a folder of its own. Both are the embedded ones, or those that {@link TestPostgres} and {@link
 * TestLedger} find.
 *
 * <p>{@link #shared()} is one instance for all test classes that only need a service; a class that
 * stops parts of it, or asks for other properties, starts its own with {@link #start}.
 */
public final class ServiceUnderTest implements AutoCloseable {
    private static final String ADDRESSES = "pryzma.ledger.addresses";
    private static final String POSTGRES_URL = "datasources.default.url";
    private static final Object SHARED_LOCK = new Object();
    private static @Nullable ServiceUnderTest shared;

    private final Path folder = Folders.temporary();
    private final TestLedger ledger;
    private final Runnable closeWhatIsItsOwn;
    private final Map<String, Object> properties;
    private @Nullable Application application;
    private @Nullable ServiceClient client;

    private ServiceUnderTest(TestPostgres postgres, TestLedger ledger, Map<String, Object> more) {
        this.ledger = ledger;
        this.closeWhatIsItsOwn =
                () -> {
                    ledger.close();
                    postgres.close();
                };
        this.properties = new HashMap<>(TestProperties.forDataFolder(folder));
        this.properties.putAll(postgres.properties());
        this.properties.putAll(ledger.properties());
        this.properties.put("pryzma.demo.enabled", true);
        if (!ledger.isEmbedded()) {
            // What the others have there would be reported as nobody's.
            this.properties.put("pryzma.sweep.interval", "1h");
        }
        this.properties.putAll(more);
        if (this.properties.getOrDefault(POSTGRES_URL, "").equals("")) {
            ReadyPostgres.copyInto(folder);
        }
    }

    /** See {@link #beside}. */
    private ServiceUnderTest(ServiceUnderTest first, Map<String, Object> more) {
        this.ledger = first.ledger;
        this.closeWhatIsItsOwn = () -> {};
        this.properties = new HashMap<>(TestProperties.forDataFolder(folder));
        ClusterEndpoints cluster = first.bean(ClusterEndpoints.class);
        this.properties.put(ADDRESSES, cluster.addresses());
        this.properties.put("pryzma.ledger.cluster-id", decimal(cluster.clusterId()));
        this.properties.put(POSTGRES_URL, Sql.url(first));
        this.properties.put("datasources.default.username", "postgres");
        this.properties.put(
                "pryzma.security.signing-key-file",
                first.folder().resolve("signing-key.jwk").toString());
        this.properties.putAll(more);
    }

    private static String decimal(LedgerId id) {
        return new BigInteger(id.toString().replace("-", ""), 16).toString();
    }

    /** The one that is shared; it stops when the test process ends. Leave it as you found it. */
    public static ServiceUnderTest shared() {
        synchronized (SHARED_LOCK) {
            if (shared == null) {
                ServiceUnderTest service = start(TestProperties.PATIENT);
                AtExit.run(service::close);
                shared = service;
            }
            return shared;
        }
    }

    /** A new one with an empty data folder, and these properties on top of the tests' own. */
    public static ServiceUnderTest start(Map<String, Object> properties) {
        ServiceUnderTest service =
                new ServiceUnderTest(TestPostgres.open(), TestLedger.open(), properties);
        service.startOrRelease();
        service.takeNumbers();
        return service;
    }

    /**
     * Another instance, with these properties on top of the tests' own, on the Postgres and the
     * ledger of this one; this one has to outlive it.
     */
    public ServiceUnderTest beside(Map<String, Object> more) {
        ServiceUnderTest second = new ServiceUnderTest(this, more);
        second.startOrRelease();
        return second;
    }

    private void startOrRelease() {
        try {
            startApplication();
        } catch (Throwable e) {
            release();
            throw e;
        }
    }

    private void startApplication() {
        ApplicationContextBuilder configuration =
                Application.configuration().properties(properties);
        application = Application.start(configuration);
        client = new ServiceClient(application.uri());
        Object addresses = properties.getOrDefault(ADDRESSES, "");
        if (addresses.equals("") || addresses.equals(ledger.properties().get(ADDRESSES))) {
            awaitLedger();
        }
    }

    /** The service starts without it, too, where first contact takes long. */
    private void awaitLedger() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> bean(Ledger.class).status().state() == LedgerStatus.State.AVAILABLE);
    }

    /**
     * The service would find numbers that are free by itself, but ask the ledger for each one that
     * anybody before it has used.
     */
    private void takeNumbers() {
        if (!ledger.isEmbedded()) {
            Sql.run(
                    this,
                    "ALTER SEQUENCE ledger_number_sequence RESTART WITH "
                            + ledger.numbers().first());
        }
    }

    /** The ledger numbers that are this service's own, used or not. */
    public TestLedger.Numbers ledgerNumbers() {
        return ledger.numbers();
    }

    /** Whether its ledger is the embedded one, which nobody else uses. */
    public boolean isLedgerEmbedded() {
        return ledger.isEmbedded();
    }

    /** Where it answers, without a slash at the end. */
    public URI uri() {
        return application().uri();
    }

    /** Speaks HTTP with it. */
    public ServiceClient client() {
        if (client == null) {
            throw new IllegalStateException("stopped");
        }
        return client;
    }

    /** A part of the running service. */
    public <T> T bean(Class<T> type) {
        return application().context().getBean(type);
    }

    /** The ledger becomes like one that has died; what it acknowledged is kept. */
    public void stopLedger() {
        if (ledger.isEmbedded()) {
            bean(EmbeddedLedger.class).switchOff();
        } else {
            ledger.cut();
        }
    }

    /** The ledger answers again. */
    public void startLedger() {
        if (ledger.isEmbedded()) {
            bean(EmbeddedLedger.class).switchOn();
        } else {
            ledger.mend();
        }
    }

    /** Asks the ledger itself, which must be answering, whether debits equal credits. */
    public void assertBooksBalance() {
        Auditor.assertBalanced(bean(ClusterEndpoints.class));
    }

    /** Its data folder. */
    public Path folder() {
        return folder;
    }

    /** Stops it in an orderly way and starts it again on the same data; it gets another port. */
    public void restart() {
        stop();
        startApplication();
    }

    private Application application() {
        if (application == null) {
            throw new IllegalStateException("stopped");
        }
        return application;
    }

    /** Stops it in an orderly way; its data is kept for {@link #restart()}. */
    public void stop() {
        if (application != null) {
            application.close();
            application = null;
            client = null;
        }
    }

    @Override
    public void close() {
        try {
            stop();
        } finally {
            release();
        }
    }

    private void release() {
        closeWhatIsItsOwn.run();
        Folders.delete(folder);
    }
}
