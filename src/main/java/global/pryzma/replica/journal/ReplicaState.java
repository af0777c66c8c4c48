package global.pryzma.replica.journal;

import global.pryzma.replica.machine.Frozen;
import global.pryzma.replica.machine.ReplyBody;
import global.pryzma.replica.machine.Session;
import global.pryzma.replica.machine.Sessions;
import global.pryzma.replica.machine.StateMachine;
import global.pryzma.replica.machine.WordSource;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.protocol.U128;

import java.io.IOException;

/**
 * Everything that the committed messages have made: the ledger, the sessions, the last commit and
 * its timestamp. Live requests and recovery go through the same {@link #commit}.
 */
public final class ReplicaState {
    private static final byte[] NO_REPLY = new byte[0];

    private final U128 cluster;
    private final StateMachine machine = new StateMachine();
    private final Sessions sessions = new Sessions();
    private long op;
    private long timestamp;

    ReplicaState(U128 cluster) {
        this.cluster = cluster;
    }

    public Sessions sessions() {
        return sessions;
    }

    public StateMachine machine() {
        return machine;
    }

    /** The last commit. */
    public long op() {
        return op;
    }

    public long nextOp() {
        return op + 1;
    }

    /**
     * The timestamp of the next message: the clock's, or one above the last where the clock does
     * not run ahead of it, then room for every event ({@code replica.zig},
     * primary_pipeline_prepare).
     */
    public long nextTimestamp(long clockNanos, int events) {
        return Math.max(timestamp + 1, clockNanos) + events;
    }

    /**
     * Executes a message.
     *
     * @param reply whether the reply is wanted; recovery wants only each client's last
     * @return the reply's frame; empty where no client asked, and where it was not wanted
     */
    public byte[] commit(JournalRecord record, byte[] body, boolean reply) {
        op = record.op();
        timestamp = record.timestamp();
        Operation operation = record.operation();
        if (operation == Operation.PULSE) {
            machine.pulse(record.timestamp(), record.number());
            return NO_REPLY;
        }
        if (operation == Operation.EVICT_SESSION) {
            sessions.remove(record.client());
            return NO_REPLY;
        }
        byte[] result = NO_REPLY;
        if (operation == Operation.REGISTER) {
            result = registered(record.number());
        } else if (reply || !operation.reads()) {
            ReplyBody rows = machine.execute(operation, record.timestamp(), body);
            result = reply ? rows.bytes() : NO_REPLY;
        }
        byte[] frame = reply ? frame(record, result) : NO_REPLY;
        sessions.put(
                new Session(
                        record.client(),
                        sessionNumber(record),
                        record.release(),
                        record.op(),
                        requestNumber(record),
                        record.requestChecksum(),
                        frame));
        return frame;
    }

    private long sessionNumber(JournalRecord record) {
        Session session = sessions.find(record.client());
        return session == null ? record.op() : session.number();
    }

    /** A registration is its client's request 0; its record has another use for the number. */
    private static int requestNumber(JournalRecord record) {
        return record.operation() == Operation.REGISTER ? 0 : record.number();
    }

    /** A client is told how many bytes of events it may send. */
    private static byte[] registered(int batchBytes) {
        byte[] body = new byte[Reply.REGISTER_BODY_BYTES];
        Header.littleEndian(body).putInt(0, batchBytes);
        return body;
    }

    /** The whole state as it is now, for {@link #load} and for comparing it with another. */
    public Frozen freeze() {
        long frozenOp = op;
        long frozenTimestamp = timestamp;
        Frozen ledger = machine.freeze();
        Frozen clients = sessions.freeze();
        return sink -> {
            sink.put(frozenOp);
            sink.put(frozenTimestamp);
            ledger.writeTo(sink);
            clients.writeTo(sink);
        };
    }

    /** Fills the empty state with what a frozen one has written. */
    void load(WordSource source) throws IOException {
        op = source.get();
        timestamp = source.get();
        machine.load(source);
        sessions.load(source);
    }

    private byte[] frame(JournalRecord record, byte[] body) {
        return new Reply(
                        cluster,
                        Header.VIEW_ONLY,
                        record.release(),
                        record.requestChecksum(),
                        U128.ZERO,
                        record.client(),
                        record.op(),
                        record.timestamp(),
                        requestNumber(record),
                        record.operation().code(),
                        body)
                .frame();
    }
}
