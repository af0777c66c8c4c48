package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;

/** Imported transfers. */
class ImportedTransferCodesTest extends TransferTables {
    /** The table of imported events, with the imported form of a post at its end. */
    @Test
    void importedTransfers() throws Exception {
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING;
        expect(hold, row(Ok, x -> {}));
        server.putForward(1_000_000);
        BigInteger young = account(0, 1);
        server.putForward(1_000_000);
        BigInteger younger = account(0, 1);
        server.putForward(1_000_000);
        long born = storedAccount(young).timestamp;
        long bornLater = storedAccount(younger).timestamp;
        ModelTransfer closing = between(young, younger, BigInteger.ZERO);
        closing.flags = PENDING | CLOSING_DEBIT | IMPORTED;
        closing.timestamp = bornLater + 1;

        ModelTransfer t = wrongEverywhere();
        t.flags |= IMPORTED | PENDING;
        t.timestamp = 0;
        expect(
                t,
                row(ImportedEventTimestampOutOfRange, x -> x.timestamp = Long.MIN_VALUE),
                row(ImportedEventTimestampOutOfRange, x -> x.timestamp = Long.MAX_VALUE),
                row(ImportedEventTimestampMustNotAdvance, x -> x.timestamp = 1),
                row(ReservedFlag, x -> x.flags = IMPORTED | PENDING),
                row(IdMustNotBeZero, x -> x.id = MAX),
                row(IdMustNotBeIntMax, TransferTables::freshId),
                row(
                        DebitAccountIdMustNotBeZero,
                        x -> {
                            x.debitAccountId = younger;
                            x.creditAccountId = young;
                            x.pendingId = BigInteger.ZERO;
                        }),
                row(LedgerMustNotBeZero, x -> x.ledger = 2),
                row(CodeMustNotBeZero, x -> x.code = 1),
                row(TransferMustHaveTheSameLedgerAsAccounts, x -> x.ledger = 1),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = born),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = born - 1),
                row(ImportedEventTimestampMustPostdateDebitAccount, x -> x.timestamp = born + 1),
                row(
                        ImportedEventTimestampMustPostdateDebitAccount,
                        x -> {
                            x.debitAccountId = young;
                            x.creditAccountId = younger;
                        }),
                row(ImportedEventTimestampMustPostdateCreditAccount, x -> x.timestamp = bornLater),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = bornLater + 2),
                row(ImportedEventTimeoutMustBeZero, x -> x.timeout = 0));
        expect(closing, row(Ok, x -> {}));
        expect(
                t,
                row(DebitAccountAlreadyClosed, x -> freshId(x).debitAccountId = younger),
                row(AccountsMustBeDifferent, x -> x.creditAccountId = young),
                row(CreditAccountAlreadyClosed, x -> freshId(x).creditAccountId = credit),
                row(OverflowsCreditsPending, x -> x.amount = BigInteger.ONE),
                row(Ok, x -> x.timestamp--),
                // Its time is not compared.
                row(Exists, x -> {}));

        ModelTransfer post = resolving(hold, POST | IMPORTED);
        post.timestamp = bornLater + 2;
        post.amount = BigInteger.valueOf(11);
        expect(
                post,
                row(ExceedsPendingTransferAmount, x -> x.amount = MAX),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = bornLater + 3),
                row(Ok, x -> {}),
                row(Exists, x -> {}));
        assertThat(stored(post).timestamp).isEqualTo(bornLater + 3);
    }

    /** What has become of the hold comes before the time, and the time before closed accounts. */
    @Test
    void importedPostsOfWhatIsOverOrClosed() throws Exception {
        ModelTransfer posted = hold(0);
        ModelTransfer voided = hold(0);
        ModelTransfer expired = hold(5);
        ModelTransfer open = hold(0);
        ModelTransfer closing = between(debit, credit, BigInteger.ZERO);
        closing.flags = PENDING | CLOSING_DEBIT;
        assertThat(submit(posted, voided, expired, open)).containsOnly(Ok);
        assertThat(submit(resolving(posted, POST), resolving(voided, VOID), closing))
                .containsOnly(Ok);
        server.putForward(6 * SECOND);
        expect(regressing(posted, POST), row(PendingTransferAlreadyPosted, x -> {}));
        expect(regressing(voided, POST), row(PendingTransferAlreadyVoided, x -> {}));
        ModelTransfer late = regressing(expired, POST);
        // A real server ends by an assertion on one that came before the hold was over.
        late.timestamp = stored(expired).timestamp + 5 * SECOND;
        expect(late, row(PendingTransferExpired, x -> {}));
        long newest = stored(closing).timestamp;
        expect(
                regressing(open, POST),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = newest),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = newest + 1),
                row(DebitAccountAlreadyClosed, x -> {}),
                row(IdAlreadyFailed, x -> {}));
        expect(
                regressing(open, VOID),
                row(ImportedEventTimestampMustNotRegress, x -> x.timestamp = newest + 1),
                row(Ok, x -> {}));
    }

    private ModelTransfer hold(int timeoutSeconds) {
        ModelTransfer hold = between(debit, credit, BigInteger.TEN);
        hold.flags = PENDING;
        hold.timeout = timeoutSeconds;
        return hold;
    }

    /**
     * Resolves everything, at a time before others. It can't be before the hold itself, on which a
     * real server would end.
     */
    private ModelTransfer regressing(ModelTransfer pending, int flags) throws Exception {
        ModelTransfer resolving = resolving(pending, flags | IMPORTED);
        resolving.timestamp = stored(pending).timestamp + 1;
        return resolving;
    }
}
