package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** An account row, in an event or stored. Numbers are unsigned. */
final class ModelAccount implements Cloneable {
    static final int BYTES = 128;

    static final int LINKED = 1;
    static final int DEBITS_MUST_NOT_EXCEED_CREDITS = 2;
    static final int CREDITS_MUST_NOT_EXCEED_DEBITS = 4;
    static final int HISTORY = 8;
    static final int IMPORTED = 16;
    static final int CLOSED = 32;
    static final int RESERVED_FLAGS = 0xFFFF & ~63;

    BigInteger id = BigInteger.ZERO;
    BigInteger debitsPending = BigInteger.ZERO;
    BigInteger debitsPosted = BigInteger.ZERO;
    BigInteger creditsPending = BigInteger.ZERO;
    BigInteger creditsPosted = BigInteger.ZERO;
    BigInteger userData128 = BigInteger.ZERO;
    long userData64;
    int userData32;
    int reserved;
    int ledger;
    int code;
    int flags;
    long timestamp;

    static ModelAccount read(ByteBuffer bytes, int at) {
        var account = new ModelAccount();
        account.id = ModelBytes.u128(bytes, at);
        account.debitsPending = ModelBytes.u128(bytes, at + 16);
        account.debitsPosted = ModelBytes.u128(bytes, at + 32);
        account.creditsPending = ModelBytes.u128(bytes, at + 48);
        account.creditsPosted = ModelBytes.u128(bytes, at + 64);
        account.userData128 = ModelBytes.u128(bytes, at + 80);
        account.userData64 = bytes.getLong(at + 96);
        account.userData32 = bytes.getInt(at + 104);
        account.reserved = bytes.getInt(at + 108);
        account.ledger = bytes.getInt(at + 112);
        account.code = Short.toUnsignedInt(bytes.getShort(at + 116));
        account.flags = Short.toUnsignedInt(bytes.getShort(at + 118));
        account.timestamp = bytes.getLong(at + 120);
        return account;
    }

    void write(ByteBuffer bytes, int at) {
        ModelBytes.u128(bytes, at, id);
        ModelBytes.u128(bytes, at + 16, debitsPending);
        ModelBytes.u128(bytes, at + 32, debitsPosted);
        ModelBytes.u128(bytes, at + 48, creditsPending);
        ModelBytes.u128(bytes, at + 64, creditsPosted);
        ModelBytes.u128(bytes, at + 80, userData128);
        bytes.putLong(at + 96, userData64);
        bytes.putInt(at + 104, userData32);
        bytes.putInt(at + 108, reserved);
        bytes.putInt(at + 112, ledger);
        bytes.putShort(at + 116, (short) code);
        bytes.putShort(at + 118, (short) flags);
        bytes.putLong(at + 120, timestamp);
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    ModelAccount copy() {
        try {
            return (ModelAccount) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return "account %s flags %d ledger %d code %d debits %s+%s credits %s+%s data %s %d %d at %d"
                .formatted(
                        id,
                        flags,
                        ledger,
                        code,
                        debitsPending,
                        debitsPosted,
                        creditsPending,
                        creditsPosted,
                        userData128,
                        userData64,
                        userData32,
                        timestamp);
    }
}
