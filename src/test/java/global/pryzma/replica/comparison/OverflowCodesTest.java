package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

/** What is last in the order: closed accounts, sums that do not fit, limits. */
class OverflowCodesTest extends TransferTables {
    /** From a closed account to the last check: each leaves all later ones broken. */
    @Test
    void closedOverflowingLimited() throws Exception {
        int limit = ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS;
        int otherLimit = ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS;
        BigInteger from = account(limit, 1);
        BigInteger to = account(otherLimit, 1);
        // Funds for everything that follows: the first may spend the half, the second get it.
        BigInteger half = BigInteger.ONE.shiftLeft(127);
        expect(between(debit, from, half), row(Ok, x -> {}));
        expect(between(to, credit, half), row(Ok, x -> {}));
        // Held and posted amounts that nothing can be added to.
        expect(between(from, credit, half.subtract(BigInteger.TWO)), row(Ok, x -> {}));
        expect(between(debit, to, half.subtract(BigInteger.TWO)), row(Ok, x -> {}));
        ModelTransfer hold = between(from, to, BigInteger.TWO);
        hold.flags = PENDING;
        expect(hold, row(Ok, x -> {}));
        ModelTransfer closing = between(from, to, BigInteger.ZERO);
        closing.flags = PENDING | CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT;
        expect(closing, row(Ok, x -> {}));

        ModelTransfer t = between(from, to, MAX);
        t.flags = PENDING;
        t.timeout = -1;
        expect(t, row(DebitAccountAlreadyClosed, TransferTables::freshId));
        t.debitAccountId = debit;
        expect(t, row(CreditAccountAlreadyClosed, TransferTables::freshId));
        t.debitAccountId = from;
        expect(resolving(closing, VOID), row(Ok, x -> {}));
        BigInteger one = BigInteger.ONE;
        expect(
                t,
                row(OverflowsDebitsPending, x -> x.amount = MAX.subtract(BigInteger.TWO)),
                // Fits the hold, but not what is posted.
                row(OverflowsDebitsPosted, x -> x.amount = half.add(one)),
                row(OverflowsDebits, x -> x.amount = half),
                row(OverflowsDebits, x -> x.amount = half.subtract(one)),
                row(OverflowsTimeout, x -> x.timeout = 0),
                row(ExceedsCredits, TransferTables::freshId),
                row(ExceedsCredits, TransferTables::freshId));
    }

    /** Each overflow on its own account, with the later ones of its table due too. */
    @Test
    void overflows() throws Exception {
        BigInteger one = BigInteger.ONE;
        BigInteger a = account(0, 1);
        BigInteger b = account(0, 1);
        ModelTransfer held = between(a, b, MAX);
        held.flags = PENDING;
        expect(held, row(Ok, x -> {}));
        ModelTransfer pending = between(a, b, one);
        pending.flags = PENDING;
        pending.timeout = -1;
        expect(
                pending,
                row(OverflowsDebitsPending, x -> x.debitAccountId = debit),
                row(OverflowsCreditsPending, x -> x.flags = 0),
                row(TimeoutReservedForPendingTransfer, x -> x.timeout = 0),
                row(OverflowsCredits, x -> x.debitAccountId = a),
                // Held, not posted, so that only the sums overflow.
                row(OverflowsDebits, x -> x.creditAccountId = credit),
                row(OverflowsDebits, x -> x.amount = BigInteger.ZERO),
                row(Ok, x -> {}));
        BigInteger c = account(0, 1);
        BigInteger d = account(0, 1);
        expect(between(c, d, MAX), row(Ok, x -> {}));
        ModelTransfer t = between(c, d, one);
        t.flags = PENDING;
        t.timeout = -1;
        expect(
                t,
                // Also for a pending one, although nothing is pending there.
                row(OverflowsDebitsPosted, x -> x.debitAccountId = debit),
                row(OverflowsCreditsPosted, x -> x.creditAccountId = credit),
                row(OverflowsTimeout, x -> x.timeout = 3_000_000),
                row(Ok, x -> {}));
        // The mixture: no side overflows alone, both together do.
        BigInteger half = BigInteger.ONE.shiftLeft(127);
        BigInteger e = account(0, 1);
        BigInteger f = account(0, 1);
        expect(between(e, f, half.subtract(one)), row(Ok, x -> {}));
        ModelTransfer more = between(e, f, half.subtract(one));
        more.flags = PENDING;
        expect(more, row(Ok, x -> {}));
        expect(
                between(e, f, half),
                row(OverflowsDebits, x -> x.debitAccountId = debit),
                row(OverflowsCredits, x -> x.amount = one),
                row(Ok, x -> {}));
        expect(
                between(e, f, BigInteger.TWO),
                row(OverflowsDebits, x -> x.amount = one),
                row(OverflowsCredits, x -> x.amount = BigInteger.ZERO),
                row(Ok, x -> {}));
    }

    /** The last nanosecond that a hold may end in is 2^63 - 1. */
    @Test
    void theLastTimeout() throws Exception {
        long longest = (Long.MAX_VALUE - server.clockNanos()) / SECOND;
        ModelTransfer t = between(debit, credit, BigInteger.ONE);
        t.flags = PENDING;
        t.timeout = (int) (longest + 1);
        expect(t, row(OverflowsTimeout, x -> x.timeout = (int) (longest - 1)), row(Ok, x -> {}));
    }
}
