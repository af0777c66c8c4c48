package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import com.tigerbeetle.CreateTransferResult;

import java.math.BigInteger;

/**
 * What becomes of one transfer, in the documented order of results (reference, create_transfers).
 */
final class ModelCreateTransfer {
    private static final BigInteger TIMESTAMP_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private final ReferenceModel model;
    private final ModelPostOrVoid postOrVoid;

    ModelCreateTransfer(ReferenceModel model) {
        this.model = model;
        this.postOrVoid = new ModelPostOrVoid(model);
    }

    /**
     * @param allImported whether the message's first event is imported
     * @param messageTimestamp of the whole message
     * @param eventTimestamp what this event gets unless it is imported
     */
    CreateTransferResult create(
            ModelTransfer event, boolean allImported, long messageTimestamp, long eventTimestamp) {
        boolean imported = event.has(ModelTransfer.IMPORTED);
        if (allImported && !imported) {
            return ImportedEventExpected;
        }
        if (!allImported && imported) {
            return ImportedEventNotExpected;
        }
        if (imported && event.timestamp <= 0) {
            return ImportedEventTimestampOutOfRange;
        }
        if (imported && event.timestamp >= messageTimestamp) {
            return ImportedEventTimestampMustNotAdvance;
        }
        if (!imported && event.timestamp != 0) {
            return TimestampMustBeZero;
        }
        ModelTransfer t = event.copy();
        if (!imported) {
            t.timestamp = eventTimestamp;
        }
        if (t.has(ModelTransfer.RESERVED_FLAGS)) {
            return ReservedFlag;
        }
        if (t.id.signum() == 0) {
            return IdMustNotBeZero;
        }
        if (t.id.equals(ModelBytes.MAX_128)) {
            return IdMustNotBeIntMax;
        }
        if (model.hasTransfer(t.id)) {
            return exists(t, model.transfer(t.id));
        }
        if (model.isTombstone(t.id)) {
            return IdAlreadyFailed;
        }
        if (t.has(ModelTransfer.POST) || t.has(ModelTransfer.VOID)) {
            return postOrVoid.create(t);
        }
        return ordinary(t);
    }

    private CreateTransferResult ordinary(ModelTransfer t) {
        boolean pending = t.has(ModelTransfer.PENDING);
        if (t.debitAccountId.signum() == 0) {
            return DebitAccountIdMustNotBeZero;
        }
        if (t.debitAccountId.equals(ModelBytes.MAX_128)) {
            return DebitAccountIdMustNotBeIntMax;
        }
        if (t.creditAccountId.signum() == 0) {
            return CreditAccountIdMustNotBeZero;
        }
        if (t.creditAccountId.equals(ModelBytes.MAX_128)) {
            return CreditAccountIdMustNotBeIntMax;
        }
        if (t.debitAccountId.equals(t.creditAccountId)) {
            return AccountsMustBeDifferent;
        }
        if (t.pendingId.signum() != 0) {
            return PendingIdMustBeZero;
        }
        if (!pending && t.timeout != 0) {
            return TimeoutReservedForPendingTransfer;
        }
        if (!pending && t.has(ModelTransfer.CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT)) {
            return ClosingTransferMustBePending;
        }
        if (t.ledger == 0) {
            return LedgerMustNotBeZero;
        }
        if (t.code == 0) {
            return CodeMustNotBeZero;
        }
        if (!model.hasAccount(t.debitAccountId)) {
            return DebitAccountNotFound;
        }
        if (!model.hasAccount(t.creditAccountId)) {
            return CreditAccountNotFound;
        }
        ModelAccount debit = model.account(t.debitAccountId);
        ModelAccount credit = model.account(t.creditAccountId);
        if (debit.ledger != credit.ledger) {
            return AccountsMustHaveTheSameLedger;
        }
        if (t.ledger != debit.ledger) {
            return TransferMustHaveTheSameLedgerAsAccounts;
        }
        if (t.has(ModelTransfer.IMPORTED)) {
            if (t.timestamp <= model.newestTransferTimestamp()
                    || model.isAccountTimestamp(t.timestamp)) {
                return ImportedEventTimestampMustNotRegress;
            }
            if (t.timestamp <= debit.timestamp) {
                return ImportedEventTimestampMustPostdateDebitAccount;
            }
            if (t.timestamp <= credit.timestamp) {
                return ImportedEventTimestampMustPostdateCreditAccount;
            }
            if (t.timeout != 0) {
                return ImportedEventTimeoutMustBeZero;
            }
        }
        if (debit.has(ModelAccount.CLOSED)) {
            return DebitAccountAlreadyClosed;
        }
        if (credit.has(ModelAccount.CLOSED)) {
            return CreditAccountAlreadyClosed;
        }
        BigInteger amount = balanced(t, debit, credit);
        if (pending && overflows(amount, debit.debitsPending)) {
            return OverflowsDebitsPending;
        }
        if (pending && overflows(amount, credit.creditsPending)) {
            return OverflowsCreditsPending;
        }
        if (overflows(amount, debit.debitsPosted)) {
            return OverflowsDebitsPosted;
        }
        if (overflows(amount, credit.creditsPosted)) {
            return OverflowsCreditsPosted;
        }
        BigInteger debits = debit.debitsPending.add(debit.debitsPosted);
        BigInteger credits = credit.creditsPending.add(credit.creditsPosted);
        if (overflows(amount, debits)) {
            return OverflowsDebits;
        }
        if (overflows(amount, credits)) {
            return OverflowsCredits;
        }
        if (t.expiry().compareTo(TIMESTAMP_MAX) > 0) {
            return OverflowsTimeout;
        }
        if (debit.has(ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS)
                && debits.add(amount).compareTo(debit.creditsPosted) > 0) {
            return ExceedsCredits;
        }
        if (credit.has(ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS)
                && credits.add(amount).compareTo(credit.debitsPosted) > 0) {
            return ExceedsDebits;
        }
        t.amount = amount;
        if (pending) {
            debit.debitsPending = debit.debitsPending.add(amount);
            credit.creditsPending = credit.creditsPending.add(amount);
        } else {
            debit.debitsPosted = debit.debitsPosted.add(amount);
            credit.creditsPosted = credit.creditsPosted.add(amount);
        }
        if (t.has(ModelTransfer.CLOSING_DEBIT)) {
            debit.flags |= ModelAccount.CLOSED;
        }
        if (t.has(ModelTransfer.CLOSING_CREDIT)) {
            credit.flags |= ModelAccount.CLOSED;
        }
        model.add(t);
        return Ok;
    }

    /** What a balancing transfer moves: as much as is asked and as there is. */
    private static BigInteger balanced(ModelTransfer t, ModelAccount debit, ModelAccount credit) {
        BigInteger amount = t.amount;
        if (t.has(ModelTransfer.BALANCING_DEBIT)) {
            BigInteger left =
                    debit.creditsPosted.subtract(debit.debitsPosted).subtract(debit.debitsPending);
            amount = amount.min(left.max(BigInteger.ZERO));
        }
        if (t.has(ModelTransfer.BALANCING_CREDIT)) {
            BigInteger left =
                    credit.debitsPosted
                            .subtract(credit.creditsPosted)
                            .subtract(credit.creditsPending);
            amount = amount.min(left.max(BigInteger.ZERO));
        }
        return amount;
    }

    private static boolean overflows(BigInteger a, BigInteger b) {
        return a.add(b).bitLength() > 128;
    }

    /** The first field that an event with a used id has otherwise than what is stored. */
    private CreateTransferResult exists(ModelTransfer t, ModelTransfer stored) {
        if (t.flags != stored.flags) {
            return ExistsWithDifferentFlags;
        }
        if (!t.pendingId.equals(stored.pendingId)) {
            return ExistsWithDifferentPendingId;
        }
        if (t.timeout != stored.timeout) {
            return ExistsWithDifferentTimeout;
        }
        if (t.has(ModelTransfer.POST) || t.has(ModelTransfer.VOID)) {
            return postOrVoid.exists(t, stored, model.transfer(t.pendingId));
        }
        if (!t.debitAccountId.equals(stored.debitAccountId)) {
            return ExistsWithDifferentDebitAccountId;
        }
        if (!t.creditAccountId.equals(stored.creditAccountId)) {
            return ExistsWithDifferentCreditAccountId;
        }
        boolean balancing = t.has(ModelTransfer.BALANCING_DEBIT | ModelTransfer.BALANCING_CREDIT);
        boolean amountDiffers =
                balancing ? t.amount.compareTo(stored.amount) < 0 : !t.amount.equals(stored.amount);
        if (amountDiffers) {
            return ExistsWithDifferentAmount;
        }
        if (!t.userData128.equals(stored.userData128)) {
            return ExistsWithDifferentUserData128;
        }
        if (t.userData64 != stored.userData64) {
            return ExistsWithDifferentUserData64;
        }
        if (t.userData32 != stored.userData32) {
            return ExistsWithDifferentUserData32;
        }
        if (t.ledger != stored.ledger) {
            return ExistsWithDifferentLedger;
        }
        if (t.code != stored.code) {
            return ExistsWithDifferentCode;
        }
        return Exists;
    }
}
