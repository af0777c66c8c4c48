package global.pryzma.replica.comparison;

import com.tigerbeetle.CreateAccountResult;

/** What becomes of one account, in the documented order of results (reference, create_accounts). */
final class ModelCreateAccount {
    private final ReferenceModel model;

    ModelCreateAccount(ReferenceModel model) {
        this.model = model;
    }

    /**
     * @param allImported whether the message's first event is imported
     * @param messageTimestamp of the whole message
     * @param eventTimestamp what this event gets unless it is imported
     */
    CreateAccountResult create(
            ModelAccount a, boolean allImported, long messageTimestamp, long eventTimestamp) {
        boolean imported = a.has(ModelAccount.IMPORTED);
        if (allImported && !imported) {
            return CreateAccountResult.ImportedEventExpected;
        }
        if (!allImported && imported) {
            return CreateAccountResult.ImportedEventNotExpected;
        }
        if (imported && a.timestamp <= 0) {
            return CreateAccountResult.ImportedEventTimestampOutOfRange;
        }
        if (imported && a.timestamp >= messageTimestamp) {
            return CreateAccountResult.ImportedEventTimestampMustNotAdvance;
        }
        if (!imported && a.timestamp != 0) {
            return CreateAccountResult.TimestampMustBeZero;
        }
        if (a.reserved != 0) {
            return CreateAccountResult.ReservedField;
        }
        if (a.has(ModelAccount.RESERVED_FLAGS)) {
            return CreateAccountResult.ReservedFlag;
        }
        if (a.id.signum() == 0) {
            return CreateAccountResult.IdMustNotBeZero;
        }
        if (a.id.equals(ModelBytes.MAX_128)) {
            return CreateAccountResult.IdMustNotBeIntMax;
        }
        if (model.hasAccount(a.id)) {
            return exists(a, model.account(a.id));
        }
        if (a.has(ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS)
                && a.has(ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS)) {
            return CreateAccountResult.FlagsAreMutuallyExclusive;
        }
        if (a.debitsPending.signum() != 0) {
            return CreateAccountResult.DebitsPendingMustBeZero;
        }
        if (a.debitsPosted.signum() != 0) {
            return CreateAccountResult.DebitsPostedMustBeZero;
        }
        if (a.creditsPending.signum() != 0) {
            return CreateAccountResult.CreditsPendingMustBeZero;
        }
        if (a.creditsPosted.signum() != 0) {
            return CreateAccountResult.CreditsPostedMustBeZero;
        }
        if (a.ledger == 0) {
            return CreateAccountResult.LedgerMustNotBeZero;
        }
        if (a.code == 0) {
            return CreateAccountResult.CodeMustNotBeZero;
        }
        if (imported
                && (a.timestamp <= model.newestAccountTimestamp()
                        || model.isTransferTimestamp(a.timestamp))) {
            return CreateAccountResult.ImportedEventTimestampMustNotRegress;
        }
        ModelAccount stored = a.copy();
        if (!imported) {
            stored.timestamp = eventTimestamp;
        }
        model.add(stored);
        return CreateAccountResult.Ok;
    }

    private static CreateAccountResult exists(ModelAccount a, ModelAccount stored) {
        if (a.flags != stored.flags) {
            return CreateAccountResult.ExistsWithDifferentFlags;
        }
        if (!a.userData128.equals(stored.userData128)) {
            return CreateAccountResult.ExistsWithDifferentUserData128;
        }
        if (a.userData64 != stored.userData64) {
            return CreateAccountResult.ExistsWithDifferentUserData64;
        }
        if (a.userData32 != stored.userData32) {
            return CreateAccountResult.ExistsWithDifferentUserData32;
        }
        if (a.ledger != stored.ledger) {
            return CreateAccountResult.ExistsWithDifferentLedger;
        }
        if (a.code != stored.code) {
            return CreateAccountResult.ExistsWithDifferentCode;
        }
        return CreateAccountResult.Exists;
    }
}
