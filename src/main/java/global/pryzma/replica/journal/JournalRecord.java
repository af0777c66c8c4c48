package global.pryzma.replica.journal;

import global.pryzma.replica.protocol.Checksum;
import global.pryzma.replica.protocol.Header;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;

import java.nio.ByteBuffer;

/**
 * One committed message as the journal keeps it: this header of 128 bytes, then the body. Its
 * checksum covers the header, which holds the body's; each record names the checksum of the one
 * before, so that none can be missing or out of order.
 *
 * @param op the commit number, from 1 without gaps
 * @param timestamp of the message, in nanoseconds
 * @param number of the client's request; for a pulse, how many transfers it may expire; for a
 *     registration, how many bytes of events the client is told that it may send
 * @param client zero for a pulse
 */
public record JournalRecord(
        long op,
        long timestamp,
        Operation operation,
        U128 client,
        U128 requestChecksum,
        int number,
        int release,
        U128 bodyChecksum,
        int bodyBytes) {

    static final int HEADER_BYTES = 128;

    static final int CHECKSUM = 0;
    static final int BODY_CHECKSUM = 16;
    static final int PREVIOUS = 32;
    private static final int CLIENT = 48;
    private static final int REQUEST_CHECKSUM = 64;
    private static final int OP = 80;
    private static final int TIMESTAMP = 88;
    static final int BODY_BYTES = 96;
    private static final int NUMBER = 100;
    private static final int RELEASE = 104;
    private static final int OPERATION = 108;

    /**
     * The record of a request. A registration's body says nothing and is left out; its number is
     * the limit that the client is told: 0 where it sent no body ({@code replica.zig},
     * execute_op_register).
     */
    public static JournalRecord of(
            Request request, Operation operation, long op, long timestamp, MessageLimit limit) {
        boolean empty = operation == Operation.REGISTER;
        int told = request.body().length == 0 ? 0 : limit.batchBytes();
        return new JournalRecord(
                op,
                timestamp,
                operation,
                request.client(),
                request.checksum(),
                empty ? told : request.number(),
                request.release(),
                empty ? Checksum.EMPTY : request.checksumBody(),
                empty ? 0 : request.body().length);
    }

    public static JournalRecord eviction(long op, long timestamp, U128 client) {
        return new JournalRecord(
                op,
                timestamp,
                Operation.EVICT_SESSION,
                client,
                U128.ZERO,
                0,
                Header.RELEASE,
                Checksum.EMPTY,
                0);
    }

    public static JournalRecord pulse(long op, long timestamp, int max) {
        return new JournalRecord(
                op,
                timestamp,
                Operation.PULSE,
                U128.ZERO,
                U128.ZERO,
                max,
                Header.RELEASE,
                Checksum.EMPTY,
                0);
    }

    /** The header's bytes. */
    byte[] header(U128 previous) {
        ByteBuffer header = Header.littleEndian(new byte[HEADER_BYTES]);
        bodyChecksum.put(header, BODY_CHECKSUM);
        previous.put(header, PREVIOUS);
        client.put(header, CLIENT);
        requestChecksum.put(header, REQUEST_CHECKSUM);
        header.putLong(OP, op);
        header.putLong(TIMESTAMP, timestamp);
        header.putInt(BODY_BYTES, bodyBytes);
        header.putInt(NUMBER, number);
        header.putInt(RELEASE, release);
        header.put(OPERATION, (byte) operation.code());
        checksum(header.array(), 0).put(header, CHECKSUM);
        return header.array();
    }

    /** Reads a header whose checksum was found right. */
    static JournalRecord read(ByteBuffer buffer, int at) {
        int code = buffer.get(at + OPERATION) & 0xff;
        Operation operation = Operation.of(code);
        if (operation == null) {
            throw new IllegalArgumentException("unknown operation " + code);
        }
        return new JournalRecord(
                buffer.getLong(at + OP),
                buffer.getLong(at + TIMESTAMP),
                operation,
                U128.get(buffer, at + CLIENT),
                U128.get(buffer, at + REQUEST_CHECKSUM),
                buffer.getInt(at + NUMBER),
                buffer.getInt(at + RELEASE),
                U128.get(buffer, at + BODY_CHECKSUM),
                buffer.getInt(at + BODY_BYTES));
    }

    static U128 checksum(byte[] bytes, int at) {
        return Checksum.of(bytes, at + U128.BYTES, HEADER_BYTES - U128.BYTES);
    }
}
