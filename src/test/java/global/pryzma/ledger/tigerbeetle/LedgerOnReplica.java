package global.pryzma.ledger.tigerbeetle;

import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The gateway on an embedded replica, through the official client and real sockets. */
final class LedgerOnReplica implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);

    private final ReplicaSettings replicaSettings;
    private final TestGenesis genesis;
    private final CountedClients clients;
    private final TigerBeetleLedger ledger;
    private EmbeddedReplica replica;

    private LedgerOnReplica(
            ReplicaSettings replicaSettings,
            GatewaySettings settings,
            TestGenesis genesis,
            @Nullable Relay relay)
            throws IOException {
        EmbeddedReplica started = EmbeddedReplica.start(replicaSettings);
        this.replica = started;
        this.replicaSettings = replicaSettings.withPort(started.port());
        this.genesis = genesis;
        if (relay != null) {
            relay.forwardTo(started.port());
        }
        String address = relay == null ? started.address() : relay.address();
        this.clients =
                new CountedClients(
                        new NativeClients(new ClusterEndpoints(LedgerId.NONE, List.of(address))));
        this.ledger =
                new TigerBeetleLedger(clients, genesis, (lane, now) -> {}, settings, new Metrics());
    }

    static LedgerOnReplica in(Path folder) throws IOException {
        return in(folder, GatewaySettings.defaults());
    }

    static LedgerOnReplica in(Path folder, GatewaySettings settings) throws IOException {
        return new LedgerOnReplica(ReplicaSettings.in(folder), settings, new TestGenesis(), null);
    }

    static LedgerOnReplica withGenesis(Path folder, TestGenesis genesis) throws IOException {
        TestGenesis unwritten = genesis.unwritten();
        return new LedgerOnReplica(
                ReplicaSettings.in(folder), GatewaySettings.defaults(), unwritten, null);
    }

    static LedgerOnReplica inDevelopmentSize(Path folder) throws IOException {
        return new LedgerOnReplica(
                ReplicaSettings.in(folder).withLimit(MessageLimit.DEVELOPMENT),
                GatewaySettings.defaults(),
                new TestGenesis(),
                null);
    }

    static LedgerOnReplica behind(Relay relay, Path folder, GatewaySettings settings)
            throws IOException {
        return new LedgerOnReplica(ReplicaSettings.in(folder), settings, new TestGenesis(), relay);
    }

    /** With a first outage after a second or so, so that tests of outages are short. */
    static GatewaySettings impatient() {
        GatewaySettings defaults = GatewaySettings.defaults();
        return new GatewaySettings(
                defaults.maxEvents(),
                Duration.ofMillis(300),
                defaults.replacementInterval(),
                defaults.replacementIntervalMax(),
                2,
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                defaults.drainLimit(),
                defaults.maxWaitingCalls(),
                defaults.maxWaitingEvents(),
                defaults.organisationSharePercent(),
                Duration.ZERO);
    }

    /** Even more so: for outages in great number. */
    static GatewaySettings quickToNotice() {
        GatewaySettings impatient = impatient();
        return new GatewaySettings(
                impatient.maxEvents(),
                Duration.ofMillis(100),
                impatient.replacementInterval(),
                impatient.replacementIntervalMax(),
                impatient.missesToOpen(),
                Duration.ofMillis(100),
                impatient.wrongLedgerInterval(),
                impatient.drainLimit(),
                impatient.maxWaitingCalls(),
                impatient.maxWaitingEvents(),
                impatient.organisationSharePercent(),
                impatient.closeGrace());
    }

    static GatewaySettings withRoomFor(GatewaySettings base, int calls) {
        return new GatewaySettings(
                base.maxEvents(),
                base.attemptTimeout(),
                base.replacementInterval(),
                base.replacementIntervalMax(),
                base.missesToOpen(),
                base.heartbeatInterval(),
                base.wrongLedgerInterval(),
                base.drainLimit(),
                calls,
                base.maxWaitingEvents(),
                base.organisationSharePercent(),
                base.closeGrace());
    }

    TigerBeetleLedger ledger() {
        return ledger;
    }

    EmbeddedReplica replica() {
        return replica;
    }

    CountedClients clients() {
        return clients;
    }

    TestGenesis genesis() {
        return genesis;
    }

    LedgerOnReplica awaitState(LedgerStatus.State state) {
        await().atMost(SOON).until(() -> ledger.status().state() == state);
        return this;
    }

    /** Another replica at the same address, on what is in that folder. */
    void replaceReplica(Path folder) throws IOException {
        replica.close();
        replica =
                EmbeddedReplica.start(
                        ReplicaSettings.in(folder)
                                .withLimit(replicaSettings.limit())
                                .withPort(replicaSettings.port()));
    }

    /** Lets every client be answered, so that none is left to this process. */
    @Override
    public void close() {
        ledger.close();
        if (replica.isAnswering()) {
            await().atMost(SOON).until(() -> clients.unanswered() == 0);
        }
        replica.close();
    }
}
