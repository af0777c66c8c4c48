package global.pryzma.replica.machine;

import static global.pryzma.replica.machine.CreateTransferResult.*;

import global.pryzma.replica.protocol.U128;

/** The amount that an ordinary transfer moves, and the limits of both accounts that bound it. */
final class MovedAmount {
    private MovedAmount() {}

    /** The amount that really moves: a balancing transfer takes no more than there is. */
    static U128 of(TransferWords t, AccountWords debit, AccountWords credit) {
        U128 amount = t.amount();
        if (t.has(TransferWords.BALANCING_DEBIT)) {
            amount = amount.min(debit.creditsPosted().minusOrZero(debit.debits()));
        }
        if (t.has(TransferWords.BALANCING_CREDIT)) {
            amount = amount.min(credit.debitsPosted().minusOrZero(credit.credits()));
        }
        return amount;
    }

    /** What forbids this amount, or {@code OK}. */
    static CreateTransferResult check(
            TransferWords t, U128 amount, AccountWords debit, AccountWords credit) {
        if (t.has(TransferWords.PENDING)) {
            if (amount.sumOverflows(debit.debitsPending())) {
                return OVERFLOWS_DEBITS_PENDING;
            }
            if (amount.sumOverflows(credit.creditsPending())) {
                return OVERFLOWS_CREDITS_PENDING;
            }
        }
        if (amount.sumOverflows(debit.debitsPosted())) {
            return OVERFLOWS_DEBITS_POSTED;
        }
        if (amount.sumOverflows(credit.creditsPosted())) {
            return OVERFLOWS_CREDITS_POSTED;
        }
        if (amount.sumOverflows(debit.debits())) {
            return OVERFLOWS_DEBITS;
        }
        if (amount.sumOverflows(credit.credits())) {
            return OVERFLOWS_CREDITS;
        }
        // Times end at 2^63 - 1, where a signed sum turns negative.
        if (t.expiresAt() < 0) {
            return OVERFLOWS_TIMEOUT;
        }
        if (debit.debitsWouldExceedCredits(amount)) {
            return EXCEEDS_CREDITS;
        }
        return credit.creditsWouldExceedDebits(amount) ? EXCEEDS_DEBITS : OK;
    }
}
