package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

/** Ordinary and pending transfers. */
class CreateTransferCodesTest extends TransferTables {
    @Test
    void ordinaryTransfers() throws Exception {
        int limits = ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS;
        BigInteger limited = account(limits, 1);
        BigInteger full = account(0, 1);
        expect(between(debit, full, MAX), row(Ok, x -> {}));
        BigInteger elsewhere = account(0, 2);
        ModelTransfer t = wrongEverywhere();
        t.timestamp = 1;
        expect(
                t,
                row(TimestampMustBeZero, x -> x.timestamp = 0),
                row(ReservedFlag, x -> x.flags = CLOSING_DEBIT),
                row(IdMustNotBeZero, x -> x.id = MAX),
                row(IdMustNotBeIntMax, TransferTables::freshId),
                row(DebitAccountIdMustNotBeZero, x -> x.debitAccountId = MAX),
                row(DebitAccountIdMustNotBeIntMax, x -> x.debitAccountId = BigInteger.TWO),
                row(CreditAccountIdMustNotBeZero, x -> x.creditAccountId = MAX),
                row(CreditAccountIdMustNotBeIntMax, x -> x.creditAccountId = BigInteger.TWO),
                row(AccountsMustBeDifferent, x -> x.creditAccountId = BigInteger.ONE),
                row(PendingIdMustBeZero, x -> x.pendingId = BigInteger.ZERO),
                row(TimeoutReservedForPendingTransfer, x -> x.timeout = 0),
                row(ClosingTransferMustBePending, x -> x.flags = 0),
                row(LedgerMustNotBeZero, x -> x.ledger = 3),
                row(CodeMustNotBeZero, x -> x.code = 1),
                row(DebitAccountNotFound, x -> x.debitAccountId = limited),
                row(IdAlreadyFailed, TransferTables::freshId),
                row(CreditAccountNotFound, x -> x.creditAccountId = elsewhere),
                row(IdAlreadyFailed, TransferTables::freshId),
                row(AccountsMustHaveTheSameLedger, x -> x.creditAccountId = full),
                row(TransferMustHaveTheSameLedgerAsAccounts, x -> x.ledger = 1),
                row(OverflowsCreditsPosted, x -> x.creditAccountId = credit),
                row(ExceedsCredits, x -> x.debitAccountId = credit),
                row(IdAlreadyFailed, TransferTables::freshId),
                row(AccountsMustBeDifferent, x -> x.debitAccountId = full),
                row(Ok, x -> {}),
                row(Exists, x -> {}));
    }

    @Test
    void reservedFlags() throws Exception {
        for (int bit = 9; bit < 16; bit++) {
            ModelTransfer t = between(debit, credit, BigInteger.ONE);
            t.flags = 1 << bit;
            expect(t, row(ReservedFlag, x -> x.flags = 0));
        }
    }

    @Test
    void limits() throws Exception {
        BigInteger from = account(ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS, 1);
        BigInteger to = account(ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS, 1);
        BigInteger ten = BigInteger.TEN;
        ModelTransfer t = between(from, to, BigInteger.ONE);
        expect(
                t,
                row(ExceedsCredits, TransferTables::freshId),
                row(ExceedsCredits, x -> freshId(x).debitAccountId = debit),
                row(ExceedsDebits, TransferTables::freshId),
                row(ExceedsDebits, x -> freshId(x).creditAccountId = credit),
                row(Ok, x -> {}));
        expect(between(debit, from, ten), row(Ok, x -> {}));
        expect(between(to, credit, ten), row(Ok, x -> {}));
        expect(
                between(from, to, BigInteger.valueOf(11)),
                row(ExceedsCredits, x -> freshId(x).amount = ten),
                row(Ok, x -> {}));
        // A held credit cannot be spent, a held debit cannot be spent twice.
        ModelTransfer hold = between(credit, from, ten);
        hold.flags = PENDING;
        expect(hold, row(Ok, x -> {}));
        expect(between(from, credit, BigInteger.ONE), row(ExceedsCredits, x -> {}));
        expect(resolving(hold, POST), row(Ok, x -> {}));
        ModelTransfer spent = between(from, credit, BigInteger.valueOf(7));
        spent.flags = PENDING;
        expect(spent, row(Ok, x -> {}));
        expect(
                between(from, credit, BigInteger.valueOf(4)),
                row(ExceedsCredits, x -> freshId(x).amount = BigInteger.valueOf(3)),
                row(Ok, x -> {}));
    }

    @Test
    void balancing() throws Exception {
        BigInteger five = BigInteger.valueOf(5);
        expect(between(credit, debit, five), row(Ok, x -> {}));
        ModelTransfer t = between(debit, account(0, 1), MAX);
        t.flags = ModelTransfer.BALANCING_DEBIT;
        expect(
                t,
                row(Ok, x -> x.amount = BigInteger.valueOf(4)),
                // Less was asked than was moved: not what is stored.
                row(ExistsWithDifferentAmount, x -> x.amount = five),
                row(Exists, x -> x.amount = MAX),
                row(Exists, TransferTables::freshId),
                // Nothing left to move is a success.
                row(Ok, x -> x.amount = BigInteger.ZERO),
                row(Exists, x -> {}));
        assertThat(stored(t).amount).isEqualTo(BigInteger.ZERO);
        ModelTransfer both = between(account(0, 1), credit, MAX);
        both.flags = ModelTransfer.BALANCING_DEBIT | ModelTransfer.BALANCING_CREDIT | PENDING;
        expect(both, row(Ok, x -> {}));
        assertThat(stored(both).amount).isEqualTo(BigInteger.ZERO);
        // Before the overflow is looked at: what is moved is what fits.
        BigInteger full = account(0, 1);
        expect(between(full, account(0, 1), MAX), row(Ok, x -> {}));
        ModelTransfer fits = between(full, credit, MAX);
        fits.flags = ModelTransfer.BALANCING_DEBIT;
        expect(fits, row(Ok, x -> {}));
    }

    @Test
    void messages() throws Exception {
        ModelTransfer wrong = wrongEverywhere();
        wrong.timestamp = 1;
        assertThat(submit(linked(wrong))).containsExactly(LinkedEventChainOpen);
        ModelTransfer good = between(debit, credit, BigInteger.ONE);
        assertThat(submit(linked(good), linked(wrong), wrong, good))
                .containsExactly(LinkedEventFailed, TimestampMustBeZero, LinkedEventFailed, Ok);
        assertThat(submit(linked(fresh(good)), linked(wrong), linked(wrong)))
                .containsExactly(LinkedEventFailed, TimestampMustBeZero, LinkedEventChainOpen);
        ModelTransfer imported = wrong.copy();
        imported.flags |= IMPORTED;
        assertThat(submit(fresh(good), imported)).containsExactly(Ok, ImportedEventNotExpected);
        imported.timestamp = 0;
        assertThat(submit(imported, wrong))
                .containsExactly(ImportedEventTimestampOutOfRange, ImportedEventExpected);
        // What failed for a passing reason has burned its id, its chain's others have not.
        ModelTransfer lost = between(debit, BigInteger.TWO, BigInteger.ONE);
        ModelTransfer member = linked(fresh(good));
        ModelTransfer end = fresh(good);
        assertThat(submit(member, linked(lost), end))
                .containsExactly(LinkedEventFailed, CreditAccountNotFound, LinkedEventFailed);
        assertThat(submit(member, linked(lost), end))
                .containsExactly(LinkedEventFailed, IdAlreadyFailed, LinkedEventFailed);
        assertThat(submit(member, end)).containsExactly(Ok, Ok);
        assertThat(submit(member, end)).containsExactly(Exists, LinkedEventFailed);
    }
}
