package global.pryzma.ledger.account;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.AccountTransfersQuery;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.words.LabelChange;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The change of an account: other words, a freeze, or its end. */
@Singleton
final class UpdateAccount {
    /** The id of a transfer that is never made: derived ids have the bits of UUID version 8. */
    private static final LedgerId NO_FREEZE = new LedgerId(0, 1);

    private final IdempotencyEngine engine;
    private final UpdateAccountMutation mutation;
    private final ReadAccounts readAccounts;
    private final ControlAccounts controlAccounts;
    private final Ledger ledger;

    UpdateAccount(
            IdempotencyEngine engine,
            UpdateAccountMutation mutation,
            ReadAccounts readAccounts,
            ControlAccounts controlAccounts,
            Ledger ledger) {
        this.engine = engine;
        this.mutation = mutation;
        this.readAccounts = readAccounts;
        this.controlAccounts = controlAccounts;
        this.ledger = ledger;
    }

    Answer from(UUID accountId, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        Optional<AccountStatus> status = json.optionalEnum("status", AccountStatus.class);
        boolean closed = status.filter(it -> it == AccountStatus.CLOSED).isPresent();
        json.check(!closed, "status", "must be one of active, frozen; DELETE closes an account");
        AccountChange change =
                new AccountChange(
                        accountId, closed ? null : status.orElse(null), LabelChange.of(json));
        json.check(!change.isEmpty(), "must have at least one of status, name, metadata");
        json.done();
        return engine.execute(
                mutation,
                change.write().end(),
                () ->
                        Prepared.of(
                                readAccounts
                                        .find(accountId, request.call())
                                        .map(before -> command(change, before, request)),
                                ReadAccounts.NOT_FOUND),
                request);
    }

    private UpdateAccountCommand command(
            AccountChange change, AccountSnapshot before, MutationRequest request) {
        LedgerCall call = request.call();
        controlAccounts.ensure(before.ledgerNumber(), call);
        return new UpdateAccountCommand(
                change,
                before,
                change.status() == AccountStatus.ACTIVE
                        ? freeze(change.accountId(), request, call)
                        : null);
    }

    /**
     * The freeze to void, which is the account's latest, voided already or not: what becomes of it
     * is for the ledger to say. If this key has voided one before, and what Postgres knew of it is
     * lost, it is that one again: the account may have been frozen anew since.
     */
    private LedgerId freeze(UUID accountId, MutationRequest request, LedgerCall call) {
        LedgerId own = request.firstId();
        List<LedgerTransfer> ofThisKey =
                LedgerReadings.answered(ledger.lookupTransfers(List.of(own), call));
        return voided(ofThisKey).or(() -> latest(accountId, call)).orElse(NO_FREEZE);
    }

    private Optional<LedgerId> latest(UUID accountId, LedgerCall call) {
        List<LedgerTransfer> latest =
                LedgerReadings.answered(
                        ledger.accountTransfers(
                                new AccountTransfersQuery(
                                        LedgerId.of(accountId), TransferKind.FREEZE.code(), 0, 1),
                                call));
        return voided(latest).or(() -> latest.stream().findFirst().map(it -> it.transfer().id()));
    }

    private static Optional<LedgerId> voided(List<LedgerTransfer> rows) {
        return rows.stream()
                .map(LedgerTransfer::transfer)
                .filter(row -> (row.flags() & TransferFlags.VOID_PENDING) != 0)
                .map(row -> row.pendingId())
                .findFirst();
    }
}
