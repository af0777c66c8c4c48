package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

/** A transfer, or a request to create one. */
final class TransferRow extends Row {
    static final int LINKED = 1;
    static final int PENDING = 1 << 1;
    static final int POST = 1 << 2;
    static final int VOID = 1 << 3;
    static final int BALANCING_DEBIT = 1 << 4;
    static final int BALANCING_CREDIT = 1 << 5;
    static final int CLOSING_DEBIT = 1 << 6;
    static final int CLOSING_CREDIT = 1 << 7;
    static final int IMPORTED = 1 << 8;
    static final int RESERVED_FLAGS = 0xffff & -(1 << 9);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final int DEBIT_ACCOUNT_ID = 2;
    private static final int CREDIT_ACCOUNT_ID = 4;
    private static final int AMOUNT = 6;
    private static final int PENDING_ID = 8;

    TransferRow(long[] words, int at) {
        super(words, at);
    }

    U128 debitAccountId() {
        return wide(DEBIT_ACCOUNT_ID);
    }

    void debitAccountId(U128 value) {
        wide(DEBIT_ACCOUNT_ID, value);
    }

    U128 creditAccountId() {
        return wide(CREDIT_ACCOUNT_ID);
    }

    void creditAccountId(U128 value) {
        wide(CREDIT_ACCOUNT_ID, value);
    }

    U128 amount() {
        return wide(AMOUNT);
    }

    void amount(U128 value) {
        wide(AMOUNT, value);
    }

    U128 pendingId() {
        return wide(PENDING_ID);
    }

    /** In seconds, as an unsigned number. */
    int timeout() {
        return besideUserData32();
    }

    long timeoutNanos() {
        return Integer.toUnsignedLong(timeout()) * NANOS_PER_SECOND;
    }

    boolean expires() {
        return timeout() != 0;
    }

    long expiresAt() {
        return timestamp() + timeoutNanos();
    }

    boolean postsOrVoids() {
        return has(POST | VOID);
    }
}
