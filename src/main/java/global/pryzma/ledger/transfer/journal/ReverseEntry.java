package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.transfer.References;
import global.pryzma.ledger.transfer.reversal.Remainders;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The reversal of a journal entry, as a whole and once. */
@Singleton
final class ReverseEntry {
    private final IdempotencyEngine engine;
    private final ReverseEntryMutation mutation;
    private final StoredEntries entries;
    private final Remainders remainders;
    private final References references;

    ReverseEntry(
            IdempotencyEngine engine,
            ReverseEntryMutation mutation,
            StoredEntries entries,
            Remainders remainders,
            References references) {
        this.engine = engine;
        this.mutation = mutation;
        this.entries = entries;
        this.remainders = remainders;
        this.references = references;
    }

    Answer from(UUID entryId, JsonBody json, MutationRequest request) {
        Wording words = Wording.of(json);
        json.done();
        return engine.execute(
                mutation,
                ReverseEntryCommand.content(entryId, words),
                () ->
                        references.unlessInUse(
                                words, request, () -> prepared(entryId, request.call(), words)),
                request);
    }

    private Prepared<ReverseEntryCommand> prepared(UUID entryId, LedgerCall call, Wording words) {
        Optional<StoredEntry> found =
                entries.find(List.of(LedgerId.of(entryId)), call).stream().findFirst();
        if (found.isEmpty()) {
            return new Prepared.Refused<>(ReadEntries.NOT_FOUND);
        }
        StoredEntry entry = found.get();
        if (entry.reverses().isPresent()) {
            return new Prepared.Refused<>(
                    Problem.of(
                            ProblemCode.CONFLICT,
                            "it is itself a reversal, of entry " + entry.reverses().get()));
        }
        remainders.keep(entry.head().transfer(), ReverseEntryMutation.WHOLE, call);
        return new Prepared.Ready<>(
                new ReverseEntryCommand(
                        entryId,
                        entry.lines().stream().map(line -> line.line().opposite()).toList(),
                        words));
    }
}
