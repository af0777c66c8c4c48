package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** A transfer row, in an event or stored. Numbers are unsigned. */
final class ModelTransfer implements Cloneable {
    static final int BYTES = 128;

    static final int LINKED = 1;
    static final int PENDING = 2;
    static final int POST = 4;
    static final int VOID = 8;
    static final int BALANCING_DEBIT = 16;
    static final int BALANCING_CREDIT = 32;
    static final int CLOSING_DEBIT = 64;
    static final int CLOSING_CREDIT = 128;
    static final int IMPORTED = 256;
    static final int RESERVED_FLAGS = 0xFFFF & ~511;

    BigInteger id = BigInteger.ZERO;
    BigInteger debitAccountId = BigInteger.ZERO;
    BigInteger creditAccountId = BigInteger.ZERO;
    BigInteger amount = BigInteger.ZERO;
    BigInteger pendingId = BigInteger.ZERO;
    BigInteger userData128 = BigInteger.ZERO;
    long userData64;
    int userData32;
    int timeout;
    int ledger;
    int code;
    int flags;
    long timestamp;

    static ModelTransfer read(ByteBuffer bytes, int at) {
        var transfer = new ModelTransfer();
        transfer.id = ModelBytes.u128(bytes, at);
        transfer.debitAccountId = ModelBytes.u128(bytes, at + 16);
        transfer.creditAccountId = ModelBytes.u128(bytes, at + 32);
        transfer.amount = ModelBytes.u128(bytes, at + 48);
        transfer.pendingId = ModelBytes.u128(bytes, at + 64);
        transfer.userData128 = ModelBytes.u128(bytes, at + 80);
        transfer.userData64 = bytes.getLong(at + 96);
        transfer.userData32 = bytes.getInt(at + 104);
        transfer.timeout = bytes.getInt(at + 108);
        transfer.ledger = bytes.getInt(at + 112);
        transfer.code = Short.toUnsignedInt(bytes.getShort(at + 116));
        transfer.flags = Short.toUnsignedInt(bytes.getShort(at + 118));
        transfer.timestamp = bytes.getLong(at + 120);
        return transfer;
    }

    void write(ByteBuffer bytes, int at) {
        ModelBytes.u128(bytes, at, id);
        ModelBytes.u128(bytes, at + 16, debitAccountId);
        ModelBytes.u128(bytes, at + 32, creditAccountId);
        ModelBytes.u128(bytes, at + 48, amount);
        ModelBytes.u128(bytes, at + 64, pendingId);
        ModelBytes.u128(bytes, at + 80, userData128);
        bytes.putLong(at + 96, userData64);
        bytes.putInt(at + 104, userData32);
        bytes.putInt(at + 108, timeout);
        bytes.putInt(at + 112, ledger);
        bytes.putShort(at + 116, (short) code);
        bytes.putShort(at + 118, (short) flags);
        bytes.putLong(at + 120, timestamp);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** When a pending transfer with a timeout expires, in nanoseconds. */
    BigInteger expiry() {
        BigInteger nanos =
                BigInteger.valueOf(Integer.toUnsignedLong(timeout))
                        .multiply(BigInteger.valueOf(1_000_000_000L));
        return BigInteger.valueOf(timestamp).add(nanos);
    }

    ModelTransfer copy() {
        try {
            return (ModelTransfer) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "transfer %s flags %d, %s to %s, amount %s ledger %d code %d pending id %s timeout %d data %s %d %d at %d"
                .formatted(
                        id,
                        flags,
                        debitAccountId,
                        creditAccountId,
                        amount,
                        ledger,
                        code,
                        pendingId,
                        timeout,
                        userData128,
                        userData64,
                        userData32,
                        timestamp);
    }
}
