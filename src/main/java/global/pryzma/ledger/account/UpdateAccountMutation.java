package global.pryzma.ledger.account;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code accounts.update}: other words in the row; a freeze, or its end, in the ledger. Other words
 * alone are a transfer of nothing there: so their key is used for ever, and the ledger's timestamps
 * tell which of two changes is the later one.
 *
 * <p>A freeze is a pending transfer of nothing that closes the account (TigerBeetle:
 * closing_debit); voiding it opens the account again.
 */
@Singleton
final class UpdateAccountMutation implements Mutation<UpdateAccountCommand> {
    private final RecordedJson json;

    UpdateAccountMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "accounts.update";
    }

    @Override
    public Scope scope() {
        return Scope.ACCOUNTS_WRITE;
    }

    @Override
    public byte[] content(UpdateAccountCommand command) {
        return command.content();
    }

    @Override
    public byte[] encode(UpdateAccountCommand command) {
        return command.encode();
    }

    @Override
    public UpdateAccountCommand decode(int encodingVersion, byte[] encoded) {
        if (encodingVersion != 1) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return UpdateAccountCommand.decode(encoded);
    }

    @Override
    public Plan plan(UpdateAccountCommand command, Identity identity) {
        LedgerId account = LedgerId.of(command.before().id());
        int number = command.before().ledgerNumber();
        LedgerId plain = ControlAccounts.plain(number);
        return switch (command.change().status()) {
            // Not from the account itself: it may be frozen.
            case null ->
                    transfer(
                            identity,
                            plain,
                            ControlAccounts.neverDebited(number),
                            LedgerId.NONE,
                            number,
                            TransferKind.WORDS,
                            0);
            case FROZEN ->
                    transfer(
                            identity,
                            account,
                            plain,
                            LedgerId.NONE,
                            number,
                            TransferKind.FREEZE,
                            TransferFlags.PENDING | TransferFlags.CLOSING_DEBIT);
            case ACTIVE ->
                    transfer(
                            identity,
                            account,
                            plain,
                            command.freeze() == null ? LedgerId.NONE : command.freeze(),
                            number,
                            TransferKind.FREEZE,
                            TransferFlags.VOID_PENDING);
            case CLOSED -> throw new IllegalArgumentException("a change does not close an account");
        };
    }

    private static Plan transfer(
            Identity identity,
            LedgerId debitAccountId,
            LedgerId creditAccountId,
            LedgerId pendingId,
            int ledgerNumber,
            TransferKind kind,
            int flags) {
        return new Plan.Transfers(
                List.of(
                        new TransferFields(
                                identity.id(),
                                debitAccountId,
                                creditAccountId,
                                Amount.ZERO,
                                pendingId,
                                LedgerId.NONE,
                                identity.fingerprint64(),
                                identity.encodingVersion(),
                                0,
                                ledgerNumber,
                                kind.code(),
                                flags)));
    }

    @Override
    public Problem rejection(TransferResult result) {
        return switch (result) {
            case DEBIT_ACCOUNT_ALREADY_CLOSED ->
                    Problem.of(ProblemCode.CONFLICT, "the account is frozen or closed already");
            case PENDING_TRANSFER_NOT_FOUND, PENDING_TRANSFER_ALREADY_VOIDED ->
                    Problem.of(ProblemCode.CONFLICT, "the account is not frozen");
            default -> Mutation.super.rejection(result);
        };
    }

    @Override
    public Conclusion conclude(UpdateAccountCommand command, Identity identity, Applied applied) {
        if (!(applied instanceof Applied.Transfers(List<LedgerTransfer> transfers))) {
            throw new IllegalArgumentException("not what was planned: " + applied);
        }
        long asOf = transfers.getLast().timestamp();
        AccountChange change = command.change();
        AccountSnapshot after = change.appliedTo(command.before());
        List<RowWrite> rows = new ArrayList<>();
        // Only what was asked for: another change may be under way.
        if (!(change.name() instanceof FieldChange.Kept)) {
            rows.add(AccountRows.NAME.set(after.id(), after.name(), asOf));
        }
        if (!(change.metadata() instanceof FieldChange.Kept)) {
            rows.add(
                    AccountRows.METADATA.set(
                            after.id(), JsonColumns.ofTextMap(after.metadata()), asOf));
        }
        return new Conclusion(json.ok(AccountResponse.of(identity.organisation(), after)), rows);
    }
}
