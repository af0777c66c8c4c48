package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

/** An account, or a request to create one. */
final class AccountRow extends Row {
    static final int LINKED = 1;
    static final int DEBITS_MUST_NOT_EXCEED_CREDITS = 1 << 1;
    static final int CREDITS_MUST_NOT_EXCEED_DEBITS = 1 << 2;
    static final int HISTORY = 1 << 3;
    static final int IMPORTED = 1 << 4;
    static final int CLOSED = 1 << 5;
    static final int RESERVED_FLAGS = 0xffff & -(1 << 6);

    /** Where the four balances begin, eight words; the order is the wire's. */
    static final int BALANCES = 2;

    static final int BALANCE_WORDS = 8;

    private static final int DEBITS_PENDING = 2;
    private static final int DEBITS_POSTED = 4;
    private static final int CREDITS_PENDING = 6;
    private static final int CREDITS_POSTED = 8;

    AccountRow(long[] words, int at) {
        super(words, at);
    }

    int reserved() {
        return besideUserData32();
    }

    U128 debitsPending() {
        return wide(DEBITS_PENDING);
    }

    void debitsPending(U128 value) {
        wide(DEBITS_PENDING, value);
    }

    U128 debitsPosted() {
        return wide(DEBITS_POSTED);
    }

    void debitsPosted(U128 value) {
        wide(DEBITS_POSTED, value);
    }

    U128 creditsPending() {
        return wide(CREDITS_PENDING);
    }

    void creditsPending(U128 value) {
        wide(CREDITS_PENDING, value);
    }

    U128 creditsPosted() {
        return wide(CREDITS_POSTED);
    }

    void creditsPosted(U128 value) {
        wide(CREDITS_POSTED, value);
    }

    /** Posted and pending together; the checks of every transfer keep the sum within 128 bits. */
    U128 debits() {
        return debitsPending().plus(debitsPosted());
    }

    U128 credits() {
        return creditsPending().plus(creditsPosted());
    }

    void closed(boolean closed) {
        flags(closed ? flags() | CLOSED : flags() & ~CLOSED);
    }

    /** Whether a debit of this amount would take the account over its limit. */
    boolean debitsWouldExceedCredits(U128 amount) {
        return has(DEBITS_MUST_NOT_EXCEED_CREDITS)
                && debits().plus(amount).compareTo(creditsPosted()) > 0;
    }

    /** Whether a credit of this amount would take the account over its limit. */
    boolean creditsWouldExceedDebits(U128 amount) {
        return has(CREDITS_MUST_NOT_EXCEED_DEBITS)
                && credits().plus(amount).compareTo(debitsPosted()) > 0;
    }
}
