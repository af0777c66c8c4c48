package global.pryzma.ledger.transfer;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.words.WordingChange;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** The change of what a transfer is called: its words, and never its money. */
@Singleton
final class UpdateTransfer {
    private final IdempotencyEngine engine;
    private final UpdateTransferMutation mutation;
    private final Transfers transfers;
    private final ControlAccounts controlAccounts;

    UpdateTransfer(
            IdempotencyEngine engine,
            UpdateTransferMutation mutation,
            Transfers transfers,
            ControlAccounts controlAccounts) {
        this.engine = engine;
        this.mutation = mutation;
        this.transfers = transfers;
        this.controlAccounts = controlAccounts;
    }

    Answer from(UUID transferId, byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        WordingChange change = WordingChange.of(json);
        json.check(!change.isEmpty(), "must have at least one of description, metadata");
        json.done();
        return engine.execute(
                mutation,
                UpdateTransferCommand.content(transferId, change),
                () ->
                        Prepared.of(
                                transfers
                                        .find(transferId, request.call())
                                        .map(before -> command(change, before, request.call())),
                                Transfers.NOT_FOUND),
                request);
    }

    private UpdateTransferCommand command(
            WordingChange change, TransferSnapshot before, LedgerCall call) {
        controlAccounts.ensure(before.row().transfer().ledger(), call);
        return new UpdateTransferCommand(change, ShownTransfer.of(before));
    }
}
