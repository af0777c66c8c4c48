package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

/** Ids that are taken. */
class ExistingTransferCodesTest extends TransferTables {
    @Test
    void existingTransfers() throws Exception {
        ModelTransfer stored = between(debit, credit, BigInteger.TEN);
        stored.flags = PENDING;
        stored.timeout = 1_000_000;
        stored.userData128 = BigInteger.ONE.shiftLeft(64);
        stored.userData64 = 1L << 32;
        stored.userData32 = 1 << 16;
        expect(stored, row(Ok, x -> {}));
        ModelTransfer t = stored.copy();
        t.flags = POST | VOID | ModelTransfer.BALANCING_DEBIT;
        t.pendingId = t.id;
        t.timeout = 0;
        t.debitAccountId = BigInteger.ZERO;
        t.creditAccountId = BigInteger.ZERO;
        t.amount = BigInteger.ZERO;
        t.userData128 = BigInteger.ZERO;
        t.userData64 = 0;
        t.userData32 = 0;
        t.ledger = 0;
        t.code = 0;
        expect(
                t,
                row(ExistsWithDifferentFlags, x -> x.flags = stored.flags),
                row(ExistsWithDifferentPendingId, x -> x.pendingId = BigInteger.ZERO),
                row(ExistsWithDifferentTimeout, x -> x.timeout = stored.timeout),
                row(
                        ExistsWithDifferentDebitAccountId,
                        x -> x.debitAccountId = stored.debitAccountId),
                row(
                        ExistsWithDifferentCreditAccountId,
                        x -> x.creditAccountId = stored.creditAccountId),
                row(ExistsWithDifferentAmount, x -> x.amount = stored.amount),
                row(ExistsWithDifferentUserData128, x -> x.userData128 = stored.userData128),
                row(ExistsWithDifferentUserData64, x -> x.userData64 = stored.userData64),
                row(ExistsWithDifferentUserData32, x -> x.userData32 = stored.userData32),
                row(ExistsWithDifferentLedger, x -> x.ledger = stored.ledger),
                row(ExistsWithDifferentCode, x -> x.code = stored.code),
                row(Exists, x -> x.flags |= ModelTransfer.CLOSING_CREDIT),
                // The linked flag counts as any other does.
                row(ExistsWithDifferentFlags, x -> x.flags = stored.flags));
        assertThat(submit(linked(stored), between(debit, credit, BigInteger.ONE)))
                .containsExactly(ExistsWithDifferentFlags, LinkedEventFailed);
    }

    @Test
    void existingPostsAndVoids() throws Exception {
        for (int flag : new int[] {POST, VOID}) {
            ModelTransfer pending = between(debit, credit, BigInteger.TEN);
            pending.flags = PENDING;
            pending.userData128 = BigInteger.ONE;
            pending.userData64 = 2;
            pending.userData32 = 3;
            expect(pending, row(Ok, x -> {}));
            ModelTransfer stored = resolving(pending, flag);
            stored.userData64 = 9;
            expect(stored, row(Ok, x -> {}));
            ModelTransfer t = stored.copy();
            t.flags = PENDING;
            t.pendingId = BigInteger.ZERO;
            t.timeout = 1;
            t.debitAccountId = MAX;
            t.creditAccountId = MAX;
            t.amount = BigInteger.ONE;
            t.userData128 = BigInteger.TWO;
            t.userData64 = 0;
            t.userData32 = 4;
            t.ledger = 9;
            t.code = 9;
            expect(
                    t,
                    row(ExistsWithDifferentFlags, x -> x.flags = flag),
                    row(ExistsWithDifferentPendingId, x -> x.pendingId = pending.id),
                    row(ExistsWithDifferentTimeout, x -> x.timeout = 0),
                    row(ExistsWithDifferentDebitAccountId, x -> x.debitAccountId = debit),
                    row(ExistsWithDifferentCreditAccountId, x -> x.creditAccountId = credit),
                    row(ExistsWithDifferentAmount, x -> x.amount = BigInteger.TEN),
                    row(ExistsWithDifferentUserData128, x -> x.userData128 = BigInteger.ONE),
                    // Nothing given means the hold's, and that is not what was stored.
                    row(ExistsWithDifferentUserData64, x -> x.userData64 = 2),
                    row(ExistsWithDifferentUserData64, x -> x.userData64 = 9),
                    row(ExistsWithDifferentUserData32, x -> x.userData32 = 0),
                    row(ExistsWithDifferentLedger, x -> x.ledger = 1),
                    row(ExistsWithDifferentCode, x -> x.code = 1),
                    row(Exists, x -> x.debitAccountId = BigInteger.ZERO),
                    row(Exists, x -> x.creditAccountId = BigInteger.ZERO),
                    row(Exists, x -> x.ledger = 0),
                    row(Exists, x -> x.code = 0),
                    row(Exists, x -> x.userData128 = BigInteger.ZERO),
                    row(Exists, x -> x.amount = flag == POST ? MAX : BigInteger.ZERO),
                    row(Exists, x -> x.amount = flag == POST ? BigInteger.ZERO : MAX),
                    row(ExistsWithDifferentAmount, x -> {}));
        }
        ModelTransfer pending = between(debit, credit, BigInteger.TEN);
        pending.flags = PENDING;
        expect(pending, row(Ok, x -> {}));
        ModelTransfer part = resolving(pending, POST);
        part.amount = BigInteger.ZERO;
        expect(
                part,
                row(Ok, x -> {}),
                row(Exists, x -> x.amount = MAX),
                row(ExistsWithDifferentAmount, x -> x.amount = BigInteger.TEN),
                row(ExistsWithDifferentAmount, x -> {}));
    }
}
