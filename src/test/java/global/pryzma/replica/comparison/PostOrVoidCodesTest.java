package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

/** Posts and voids, and holds that are over. */
class PostOrVoidCodesTest extends TransferTables {
    @Test
    void postsAndVoids() throws Exception {
        BigInteger elsewhere = account(0, 2);
        ModelTransfer plain = between(debit, credit, BigInteger.TEN);
        expect(plain, row(Ok, x -> {}));
        ModelTransfer pending = between(debit, credit, BigInteger.TEN);
        pending.flags = PENDING;
        expect(pending, row(Ok, x -> {}));
        ModelTransfer t = wrongEverywhere();
        t.timestamp = 1;
        t.flags |= VOID | POST;
        t.pendingId = BigInteger.ZERO;
        t.debitAccountId = elsewhere;
        t.creditAccountId = elsewhere;
        t.ledger = 2;
        t.code = 2;
        t.amount = BigInteger.valueOf(11);
        expect(
                t,
                row(TimestampMustBeZero, x -> x.timestamp = 0),
                row(ReservedFlag, x -> x.flags = VOID | POST),
                row(IdMustNotBeZero, x -> x.id = MAX),
                row(IdMustNotBeIntMax, TransferTables::freshId),
                row(FlagsAreMutuallyExclusive, x -> x.flags = VOID | PENDING),
                row(FlagsAreMutuallyExclusive, x -> x.flags = VOID),
                row(PendingIdMustNotBeZero, x -> x.pendingId = MAX),
                row(PendingIdMustNotBeIntMax, x -> x.pendingId = x.id),
                row(PendingIdMustBeDifferent, x -> x.pendingId = BigInteger.ONE),
                row(TimeoutReservedForPendingTransfer, x -> x.timeout = 0),
                row(PendingTransferNotFound, x -> x.pendingId = plain.id),
                row(IdAlreadyFailed, TransferTables::freshId),
                row(PendingTransferNotPending, x -> x.pendingId = pending.id),
                row(
                        PendingTransferHasDifferentDebitAccountId,
                        x -> x.debitAccountId = pending.debitAccountId),
                row(
                        PendingTransferHasDifferentCreditAccountId,
                        x -> x.creditAccountId = pending.creditAccountId),
                row(PendingTransferHasDifferentLedger, x -> x.ledger = pending.ledger),
                row(PendingTransferHasDifferentCode, x -> x.code = pending.code),
                row(ExceedsPendingTransferAmount, x -> x.amount = MAX),
                row(ExceedsPendingTransferAmount, x -> x.amount = BigInteger.valueOf(9)),
                row(PendingTransferHasDifferentAmount, x -> x.amount = BigInteger.TEN),
                row(Ok, x -> x.amount = BigInteger.ZERO),
                row(Exists, x -> freshId(x).amount = BigInteger.valueOf(9)),
                // Rules about the amount come before what has become of the hold.
                row(PendingTransferHasDifferentAmount, x -> x.amount = BigInteger.ZERO),
                row(PendingTransferAlreadyVoided, x -> x.flags = POST),
                row(PendingTransferAlreadyVoided, x -> x.amount = BigInteger.valueOf(11)),
                row(ExceedsPendingTransferAmount, x -> {}));
        ModelTransfer other = between(debit, credit, BigInteger.TEN);
        other.flags = PENDING;
        expect(other, row(Ok, x -> {}));
        expect(resolving(other, POST), row(Ok, x -> {}));
        expect(resolving(other, POST), row(PendingTransferAlreadyPosted, x -> {}));
        expect(resolving(other, VOID), row(PendingTransferAlreadyPosted, x -> {}));
        // Never transient: each of these ids can still be used.
        for (int flag : new int[] {16, 32, 64, 128, PENDING}) {
            ModelTransfer mixed = resolving(other, POST | flag);
            expect(
                    mixed,
                    row(FlagsAreMutuallyExclusive, x -> x.flags = VOID | flag),
                    row(FlagsAreMutuallyExclusive, x -> x.flags = POST));
        }
    }

    /** A hold is over in the very nanosecond of its expiry, whether the sweep was there or not. */
    @Test
    void expiry() throws Exception {
        ModelTransfer first = between(debit, credit, BigInteger.TEN);
        first.flags = PENDING;
        first.timeout = 5;
        ModelTransfer second = between(debit, credit, BigInteger.TEN);
        second.flags = PENDING;
        second.timeout = 5;
        assertThat(submit(first, second)).containsExactly(Ok, Ok);
        // Both end a nanosecond apart: the first event comes right before the first hold's end.
        long end = stored(first).timestamp + 5 * SECOND;
        assertThat(stored(second).timestamp).isEqualTo(stored(first).timestamp + 1);
        server.putForward(end - 2 - server.clockNanos());
        ModelTransfer onTime = resolving(first, POST);
        ModelTransfer failing = resolving(second, POST);
        failing.amount = BigInteger.valueOf(11);
        ModelTransfer late = resolving(second, POST);
        ModelTransfer wrong = resolving(second, VOID);
        wrong.amount = BigInteger.ONE;
        assertThat(submit(onTime, failing, late, wrong))
                .containsExactly(
                        Ok,
                        ExceedsPendingTransferAmount,
                        PendingTransferExpired,
                        PendingTransferHasDifferentAmount);
        assertThat(stored(onTime).timestamp).isEqualTo(end - 1);
        server.putForward(SECOND);
        expect(resolving(second, VOID), row(PendingTransferExpired, x -> {}));
        expect(resolving(first, VOID), row(PendingTransferAlreadyPosted, x -> {}));
    }

    @Test
    void closedAccounts() throws Exception {
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING;
        ModelTransfer another = between(debit, credit, BigInteger.TEN);
        another.flags = PENDING;
        ModelTransfer closing = between(debit, credit, BigInteger.ZERO);
        closing.flags = PENDING | CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT;
        assertThat(submit(hold, another, closing)).containsExactly(Ok, Ok, Ok);
        BigInteger third = account(0, 1);
        expect(resolving(hold, POST), row(DebitAccountAlreadyClosed, x -> {}));
        expect(resolving(closing, POST), row(DebitAccountAlreadyClosed, x -> {}));
        expect(between(third, credit, BigInteger.ONE), row(CreditAccountAlreadyClosed, x -> {}));
        expect(resolving(hold, VOID), row(Ok, x -> {}));
        expect(resolving(closing, VOID), row(Ok, x -> {}));
        ModelTransfer creditOnly = between(third, credit, BigInteger.ZERO);
        creditOnly.flags = PENDING | ModelTransfer.CLOSING_CREDIT;
        expect(creditOnly, row(Ok, x -> {}));
        expect(resolving(another, POST), row(CreditAccountAlreadyClosed, x -> {}));
        // Made closed is closed for good.
        BigInteger stillborn = account(ModelAccount.CLOSED, 1);
        expect(
                between(stillborn, debit, BigInteger.ONE),
                row(DebitAccountAlreadyClosed, x -> {}),
                row(IdAlreadyFailed, x -> {}));
    }
}
