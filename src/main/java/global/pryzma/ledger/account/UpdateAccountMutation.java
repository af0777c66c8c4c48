package global.pryzma.ledger.account;

import global.pryzma.ledger.http.FieldChange;
import global.pryzma.ledger.http.JsonColumns;
import global.pryzma.ledger.http.RecordedJson;
import global.pryzma.ledger.idempotency.Applied;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identity;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.Plan;
import global.pryzma.ledger.idempotency.RowWrite;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.NewTransfer;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code accounts.update}: other words in the row; a freeze, or its end, in the ledger.
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
        return switch (command.change().status()) {
            case null -> new Plan.Nothing();
            case FROZEN ->
                    transfer(
                            command,
                            identity,
                            LedgerId.NONE,
                            TransferFlags.PENDING | TransferFlags.CLOSING_DEBIT);
            case ACTIVE ->
                    transfer(
                            command,
                            identity,
                            command.freeze() == null ? LedgerId.NONE : command.freeze(),
                            TransferFlags.VOID_PENDING);
            case CLOSED -> throw new IllegalArgumentException("a change does not close an account");
        };
    }

    private static Plan transfer(
            UpdateAccountCommand command, Identity identity, LedgerId pendingId, int flags) {
        int ledgerNumber = command.before().ledgerNumber();
        return new Plan.Transfers(
                List.of(
                        new NewTransfer(
                                identity.id(),
                                LedgerId.of(command.before().id()),
                                ControlAccounts.plain(ledgerNumber),
                                Amount.ZERO,
                                pendingId,
                                LedgerId.NONE,
                                identity.fingerprint64(),
                                identity.encodingVersion(),
                                0,
                                ledgerNumber,
                                TransferKind.FREEZE.code(),
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
        AccountChange change = command.change();
        AccountState after = change.appliedTo(command.before());
        List<RowWrite> rows = new ArrayList<>();
        // Only what was asked for: another change may be under way.
        if (!(change.name() instanceof FieldChange.Kept)) {
            rows.add(AccountRows.NAME.set(after.id(), after.name()));
        }
        if (!(change.metadata() instanceof FieldChange.Kept)) {
            rows.add(AccountRows.METADATA.set(after.id(), JsonColumns.ofTextMap(after.metadata())));
        }
        return new Conclusion(json.ok(AccountResponse.of(identity.organisation(), after)), rows);
    }
}
