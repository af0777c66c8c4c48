package global.pryzma.ledger.account;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferBuilder;
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
import java.util.Objects;
import java.util.Set;

/**
 * {@code accounts.update}: other words in the row; a freeze, or its end, in the ledger. Other words
 * alone are a transfer of nothing there: so their key is used for ever, and the ledger's timestamps
 * tell which of two changes is the later one.
 *
 * <p>A freeze is a pending transfer of nothing that closes the account (TigerBeetle:
 * closing_debit); voiding it opens the account again.
 */
@Singleton
final class UpdateAccountMutation implements ChainMutation<UpdateAccountCommand> {
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
    public UpdateAccountCommand decode(int encodingVersion, CommandReader stored) {
        return UpdateAccountCommand.read(stored);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.FREEZE, TransferKind.WORDS);
    }

    @Override
    public List<TransferFields> plan(UpdateAccountCommand command, Identity identity) {
        LedgerId account = LedgerId.of(command.before().id());
        int number = command.before().ledgerNumber();
        LedgerId plain = ControlAccounts.plain(number);
        TransferBuilder transfer = identity.transfer(0).amount(Amount.ZERO).ledger(number);
        return List.of(
                switch (command.change().status()) {
                    // Not from the account itself: it may be frozen.
                    case null ->
                            transfer.debit(plain)
                                    .credit(ControlAccounts.neverDebited(number))
                                    .kind(TransferKind.WORDS)
                                    .build();
                    case FROZEN ->
                            transfer.debit(account)
                                    .credit(plain)
                                    .kind(TransferKind.FREEZE)
                                    .flags(TransferFlags.PENDING | TransferFlags.CLOSING_DEBIT)
                                    .build();
                    case ACTIVE ->
                            transfer.debit(account)
                                    .credit(plain)
                                    .pending(Objects.requireNonNull(command.freeze()))
                                    .kind(TransferKind.FREEZE)
                                    .flags(TransferFlags.VOID_PENDING)
                                    .build();
                    case CLOSED ->
                            throw new IllegalArgumentException(
                                    "a change does not close an account");
                });
    }

    @Override
    public Problem rejection(int index, TransferResult result) {
        return switch (result) {
            case DEBIT_ACCOUNT_ALREADY_CLOSED ->
                    Problem.of(ProblemCode.CONFLICT, "the account is frozen or closed already");
            case PENDING_TRANSFER_NOT_FOUND, PENDING_TRANSFER_ALREADY_VOIDED ->
                    Problem.of(ProblemCode.CONFLICT, "the account is not frozen");
            default -> ChainMutation.super.rejection(index, result);
        };
    }

    @Override
    public List<RowWrite> notes(UpdateAccountCommand command, Occasion occasion) {
        AccountStatus status = command.change().status();
        if (status == null) {
            return List.of(); // other words
        }
        return AuditEvent.noted(
                status == AccountStatus.FROZEN
                        ? AuditAction.ACCOUNT_FREEZE
                        : AuditAction.ACCOUNT_ACTIVATE,
                occasion,
                command.before().id().toString(),
                occasion.organisation());
    }

    @Override
    public Conclusion conclude(
            UpdateAccountCommand command, Identity identity, List<LedgerTransfer> transfers) {
        long asOf = transfers.getLast().timestamp();
        AccountChange change = command.change();
        AccountSnapshot after = change.appliedTo(command.before());
        List<RowWrite> rows = new ArrayList<>();
        // Only what was asked for: another change may be under way.
        if (!(change.label().name() instanceof FieldChange.Kept)) {
            rows.add(AccountRows.NAME.set(after.id(), after.label().name(), asOf));
        }
        if (!(change.label().metadata() instanceof FieldChange.Kept)) {
            rows.add(AccountRows.METADATA.set(after.id(), after.label().metadata().column(), asOf));
        }
        return new Conclusion(json.ok(AccountResponse.of(identity.organisation(), after)), rows);
    }
}
