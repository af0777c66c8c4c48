package global.pryzma.replica.server;

import global.pryzma.replica.journal.Journal;
import global.pryzma.replica.journal.JournalRecord;
import global.pryzma.replica.journal.ReplicaState;
import global.pryzma.replica.protocol.Eviction;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The making of committed messages: a request that passes the checks gets its number and timestamp,
 * is appended to the journal and executed. Nothing is forced here, so that no answer may be sent
 * before the {@link CommitLoop}, to whose thread this is confined, has done so.
 */
final class Committer {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final ReplicaState state;
    private final Journal journal;
    private final U128 cluster;
    private final MessageLimit limit;
    private final LongSupplier clockNanos;
    private final RequestChecks checks;
    private final AtomicLong committed = new AtomicLong();

    Committer(
            ReplicaState state,
            Journal journal,
            U128 cluster,
            MessageLimit limit,
            LongSupplier clockNanos) {
        this.state = state;
        this.journal = journal;
        this.cluster = cluster;
        this.limit = limit;
        this.clockNanos = clockNanos;
        this.checks = new RequestChecks(state.sessions(), limit);
    }

    /** How many messages it has committed; others than the loop may ask. */
    long committedMessages() {
        return committed.get();
    }

    /** Expires what is due, in as many messages as it takes. */
    void pulseIfDue() throws IOException {
        int max = Operation.CREATE_TRANSFERS.timestamps(limit.batchBytes());
        while (state.machine().pulseAt() <= state.nextTimestamp(clockNanos.getAsLong(), 0)) {
            long timestamp =
                    state.nextTimestamp(clockNanos.getAsLong(), Operation.PULSE.timestamps(0));
            commit(JournalRecord.pulse(state.nextOp(), timestamp, max), CommitLoop.SILENCE);
        }
    }

    /** The frame that a request is answered with, or silence. */
    byte[] answer(Request request) throws IOException {
        return switch (checks.judge(request)) {
            case RequestChecks.Verdict.Execute(Operation operation) -> execute(request, operation);
            case RequestChecks.Verdict.Resend(byte[] reply) -> reply;
            case RequestChecks.Verdict.Evict(Eviction.Reason reason) -> {
                LOG.warn("client {} is evicted: {}", request.client(), reason);
                yield eviction(request, reason);
            }
            case RequestChecks.Verdict.Drop(String reason) -> {
                LOG.debug("request of client {} is dropped: {}", request.client(), reason);
                yield CommitLoop.SILENCE;
            }
        };
    }

    private byte[] execute(Request request, Operation operation) throws IOException {
        int events = operation.timestamps(request.body().length);
        long timestamp = state.nextTimestamp(clockNanos.getAsLong(), events);
        String fatal = state.machine().fatal(operation, timestamp, request.body());
        if (fatal != null) {
            LOG.error(
                    "client {} is evicted: {}. A real TigerBeetle 0.16.30 would have ended here, by"
                            + " an assertion, and again at every start",
                    request.client(),
                    fatal);
            return eviction(request, Eviction.Reason.INVALID_REQUEST_BODY);
        }
        var record = JournalRecord.of(request, operation, state.nextOp(), timestamp, limit);
        return commit(record, request.body());
    }

    private byte[] eviction(Request request, Eviction.Reason reason) {
        return new Eviction(cluster, request.client(), reason).frame();
    }

    /** Ends a client's session; the answer is silence where it has none. */
    byte[] evict(U128 client) throws IOException {
        if (state.sessions().find(client) == null) {
            return CommitLoop.SILENCE;
        }
        long timestamp = state.nextTimestamp(clockNanos.getAsLong(), 0);
        commit(JournalRecord.eviction(state.nextOp(), timestamp, client), CommitLoop.SILENCE);
        return new Eviction(cluster, client, Eviction.Reason.NO_SESSION).frame();
    }

    private byte[] commit(JournalRecord record, byte[] body) throws IOException {
        journal.append(record, body);
        byte[] reply = state.commit(record, body, true);
        committed.incrementAndGet();
        return reply;
    }
}
