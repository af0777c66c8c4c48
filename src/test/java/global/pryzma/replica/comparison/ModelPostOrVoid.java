package global.pryzma.replica.comparison;

import static com.tigerbeetle.CreateTransferResult.*;

import com.tigerbeetle.CreateTransferResult;

import java.math.BigInteger;

/** What becomes of a post or a void, in the documented order (reference, create_transfers). */
final class ModelPostOrVoid {
    private final ReferenceModel model;

    ModelPostOrVoid(ReferenceModel model) {
        this.model = model;
    }

    /** The prologue is behind the event and it has its timestamp. */
    CreateTransferResult create(ModelTransfer t) {
        boolean post = t.has(ModelTransfer.POST);
        if (post && t.has(ModelTransfer.VOID)) {
            return FlagsAreMutuallyExclusive;
        }
        if (t.has(ModelTransfer.PENDING)
                || t.has(ModelTransfer.BALANCING_DEBIT | ModelTransfer.BALANCING_CREDIT)
                || t.has(ModelTransfer.CLOSING_DEBIT | ModelTransfer.CLOSING_CREDIT)) {
            return FlagsAreMutuallyExclusive;
        }
        if (t.pendingId.signum() == 0) {
            return PendingIdMustNotBeZero;
        }
        if (t.pendingId.equals(ModelBytes.MAX_128)) {
            return PendingIdMustNotBeIntMax;
        }
        if (t.pendingId.equals(t.id)) {
            return PendingIdMustBeDifferent;
        }
        if (t.timeout != 0) {
            return TimeoutReservedForPendingTransfer;
        }
        if (!model.hasTransfer(t.pendingId)) {
            return PendingTransferNotFound;
        }
        ModelTransfer pending = model.transfer(t.pendingId);
        if (!pending.has(ModelTransfer.PENDING)) {
            return PendingTransferNotPending;
        }
        if (isSet(t.debitAccountId) && !t.debitAccountId.equals(pending.debitAccountId)) {
            return PendingTransferHasDifferentDebitAccountId;
        }
        if (isSet(t.creditAccountId) && !t.creditAccountId.equals(pending.creditAccountId)) {
            return PendingTransferHasDifferentCreditAccountId;
        }
        if (t.ledger != 0 && t.ledger != pending.ledger) {
            return PendingTransferHasDifferentLedger;
        }
        if (t.code != 0 && t.code != pending.code) {
            return PendingTransferHasDifferentCode;
        }
        boolean everything = post ? t.amount.equals(ModelBytes.MAX_128) : t.amount.signum() == 0;
        BigInteger amount = everything ? pending.amount : t.amount;
        if (amount.compareTo(pending.amount) > 0) {
            return ExceedsPendingTransferAmount;
        }
        if (!post && amount.compareTo(pending.amount) < 0) {
            return PendingTransferHasDifferentAmount;
        }
        switch (model.status(pending.id)) {
            case POSTED -> {
                return PendingTransferAlreadyPosted;
            }
            case VOIDED -> {
                return PendingTransferAlreadyVoided;
            }
            case EXPIRED -> {
                return PendingTransferExpired;
            }
            case OPEN -> {}
        }
        if (pending.timeout != 0
                && pending.expiry().compareTo(BigInteger.valueOf(t.timestamp)) <= 0) {
            return PendingTransferExpired;
        }
        if (t.has(ModelTransfer.IMPORTED)
                && (t.timestamp <= model.newestTransferTimestamp()
                        || model.isAccountTimestamp(t.timestamp))) {
            return ImportedEventTimestampMustNotRegress;
        }
        ModelAccount debit = model.account(pending.debitAccountId);
        ModelAccount credit = model.account(pending.creditAccountId);
        if (post && debit.has(ModelAccount.CLOSED)) {
            return DebitAccountAlreadyClosed;
        }
        if (post && credit.has(ModelAccount.CLOSED)) {
            return CreditAccountAlreadyClosed;
        }
        model.release(pending, post ? ReferenceModel.Status.POSTED : ReferenceModel.Status.VOIDED);
        if (post) {
            debit.debitsPosted = debit.debitsPosted.add(amount);
            credit.creditsPosted = credit.creditsPosted.add(amount);
        }
        ModelTransfer stored = t.copy();
        stored.debitAccountId = pending.debitAccountId;
        stored.creditAccountId = pending.creditAccountId;
        stored.ledger = pending.ledger;
        stored.code = pending.code;
        stored.amount = amount;
        stored.timeout = 0;
        stored.userData128 = isSet(t.userData128) ? t.userData128 : pending.userData128;
        stored.userData64 = t.userData64 != 0 ? t.userData64 : pending.userData64;
        stored.userData32 = t.userData32 != 0 ? t.userData32 : pending.userData32;
        model.add(stored);
        return Ok;
    }

    /** The first difference to the stored one; flags, pending id and timeout are equal. */
    CreateTransferResult exists(ModelTransfer t, ModelTransfer stored, ModelTransfer pending) {
        if (isSet(t.debitAccountId) && !t.debitAccountId.equals(stored.debitAccountId)) {
            return ExistsWithDifferentDebitAccountId;
        }
        if (isSet(t.creditAccountId) && !t.creditAccountId.equals(stored.creditAccountId)) {
            return ExistsWithDifferentCreditAccountId;
        }
        boolean everything =
                t.has(ModelTransfer.VOID)
                        ? t.amount.signum() == 0
                        : t.amount.equals(ModelBytes.MAX_128);
        BigInteger amount = everything ? pending.amount : t.amount;
        if (!amount.equals(stored.amount)) {
            return ExistsWithDifferentAmount;
        }
        BigInteger data128 = isSet(t.userData128) ? t.userData128 : pending.userData128;
        if (!data128.equals(stored.userData128)) {
            return ExistsWithDifferentUserData128;
        }
        long data64 = t.userData64 != 0 ? t.userData64 : pending.userData64;
        if (data64 != stored.userData64) {
            return ExistsWithDifferentUserData64;
        }
        int data32 = t.userData32 != 0 ? t.userData32 : pending.userData32;
        if (data32 != stored.userData32) {
            return ExistsWithDifferentUserData32;
        }
        if (t.ledger != 0 && t.ledger != stored.ledger) {
            return ExistsWithDifferentLedger;
        }
        if (t.code != 0 && t.code != stored.code) {
            return ExistsWithDifferentCode;
        }
        return Exists;
    }

    private static boolean isSet(BigInteger number) {
        return number.signum() != 0;
    }
}
