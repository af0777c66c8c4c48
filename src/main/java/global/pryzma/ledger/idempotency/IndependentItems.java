package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.plan.SameRows;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The transfers behind an anchor, and what is known of each so far. Every step takes as few
 * messages as the ledger allows, and ends with a verdict if one of them is not answered: then
 * nothing definite is known of the whole.
 */
final class IndependentItems {
    /**
     * The most that is handed over at once, although a message holds more: what another
     * organisation has to ask of the ledger meanwhile waits for that much, and not for a whole
     * batch.
     */
    private static final int PART = 500;

    private final PlannedWork<?> work;
    private final List<TransferFields> planned;
    private final Ledger ledger;
    private final Fence fence;
    private final @Nullable ItemOutcome[] outcomes;

    /** Those whose ids the ledger has left usable, with what it has said of them. */
    private final SortedMap<Integer, ItemOutcome> usable = new TreeMap<>();

    /** Those that the ledger says it has. */
    private final SortedSet<Integer> executed = new TreeSet<>();

    IndependentItems(PlannedWork<?> work, List<TransferFields> planned, Ledger ledger) {
        this.work = work;
        this.planned = planned;
        this.ledger = ledger;
        this.fence = new Fence(ledger);
        this.outcomes = new ItemOutcome[planned.size()];
    }

    /** Hands all of them to the ledger. */
    Optional<Verdict> submit(LedgerCall call) {
        return submit(0, Math.min(PART, ledger.maxEvents()), call);
    }

    /**
     * Hands over those from an index on, in their order. What a message does not hold after all was
     * not sent, nor what comes behind it, and is divided anew.
     */
    private Optional<Verdict> submit(int first, int maxEvents, LedgerCall call) {
        List<List<TransferFields>> parts = new ArrayList<>();
        for (int from = first; from < planned.size(); from += maxEvents) {
            parts.add(planned.subList(from, Math.min(planned.size(), from + maxEvents)));
        }
        int from = first;
        for (Submission submission : ledger.createTransfersInTurn(parts, call)) {
            switch (submission) {
                case Submission.Answered(List<EventResult> results) -> {
                    Optional<Verdict> end = read(from, results);
                    if (end.isPresent()) {
                        return end;
                    }
                    from += results.size();
                }
                case Submission.InDoubt _ -> {
                    return Optional.of(Verdict.unanswered());
                }
                case Submission.Unavailable() -> {
                    return Optional.of(Verdict.outOfReach());
                }
                case Submission.Overloaded() -> {
                    return Optional.of(Verdict.overloaded());
                }
                case Submission.TooLarge(int fewer) -> {
                    return submit(from, fewer, call);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Verdict> read(int from, List<EventResult> results) {
        for (int i = 0; i < results.size(); i++) {
            int item = from + i;
            EventResult result = results.get(i);
            if (result.created()) {
                created(item, result.timestamp());
                continue;
            }
            Optional<TransferResult> known = TransferResult.of(result.code());
            if (known.isEmpty()) {
                return Optional.of(LedgerSide.unexpected(work, results, Optional.empty()));
            }
            ItemOutcome refused = new ItemOutcome.Refused(known.get());
            switch (known.get().finality()) {
                case EXISTS, DIFFERENT -> executed.add(item);
                case TOMBSTONED, FAILED_EARLIER -> outcomes[item] = refused;
                case FENCE_FIRST, CHAIN_FAILED -> usable.put(item, refused);
            }
        }
        return Optional.empty();
    }

    private void created(int item, long timestamp) {
        TransferFields transfer = planned.get(item);
        if (SameRows.isStoredAsSubmitted(transfer)) {
            outcomes[item] = new ItemOutcome.Made(new LedgerTransfer(transfer, timestamp));
        } else {
            executed.add(item);
        }
    }

    /** Makes the ids dead that are usable still, or learns that they have been used. */
    Optional<Verdict> fence(LedgerCall call) {
        return inMessages(
                List.copyOf(usable.keySet()),
                part -> fenced(part, fence.raiseAll(ids(part), call)));
    }

    private Optional<Verdict> fenced(List<Integer> part, List<Fence.Outcome> raised) {
        for (int i = 0; i < part.size(); i++) {
            int item = part.get(i);
            ItemOutcome before = Objects.requireNonNull(usable.remove(item));
            switch (raised.get(i)) {
                case DEAD -> outcomes[item] = before;
                case DEAD_BEFORE ->
                        outcomes[item] =
                                before instanceof ItemOutcome.Prevented
                                        ? new ItemOutcome.Refused(TransferResult.ID_ALREADY_FAILED)
                                        : before;
                case EXECUTED -> executed.add(item);
                case UNKNOWN -> {
                    return Optional.of(Verdict.unanswered());
                }
                case OUT_OF_REACH -> {
                    return Optional.of(Verdict.outOfReach());
                }
                case OVERLOADED -> {
                    return Optional.of(Verdict.overloaded());
                }
            }
        }
        return Optional.empty();
    }

    /** Reads the rows of those that the ledger says it has. */
    Optional<Verdict> readExecuted(LedgerCall call) {
        return lookUp(List.copyOf(executed), call)
                .or(() ->
                        usable.isEmpty()
                                ? Optional.empty()
                                // It said that they exist, and forgets nothing.
                                : Optional.of(Verdict.unanswered()));
    }

    /** Reads the rows that there are; the others' ids may be usable still. */
    Optional<Verdict> lookUpAll(LedgerCall call) {
        return lookUp(indices(), call);
    }

    private Optional<Verdict> lookUp(List<Integer> wanted, LedgerCall call) {
        return inMessages(
                wanted,
                part ->
                        LedgerSide.found(
                                ledger.lookupTransfers(ids(part), call),
                                rows -> found(part, rows)));
    }

    /** Rows come in the order asked, without those that are missing. */
    private Optional<Verdict> found(List<Integer> part, List<LedgerTransfer> rows) {
        int next = 0;
        for (int item : part) {
            TransferFields transfer = planned.get(item);
            if (next < rows.size() && rows.get(next).transfer().id().equals(transfer.id())) {
                LedgerTransfer row = rows.get(next++);
                if (!SameRows.transfer(transfer, row)) {
                    // The anchor has shown that the request is the same.
                    return Optional.of(LedgerSide.unexpected(work, rows, Optional.empty()));
                }
                outcomes[item] = new ItemOutcome.Made(row);
            } else {
                usable.put(item, new ItemOutcome.Prevented());
            }
        }
        return Optional.empty();
    }

    boolean areAllKnown() {
        return Arrays.stream(outcomes).allMatch(Objects::nonNull);
    }

    /** What has become of each, in their order; all must be known. */
    List<ItemOutcome> outcomes() {
        return Arrays.stream(outcomes)
                .map(it -> Objects.requireNonNull(it, () -> "of key " + work.key()))
                .toList();
    }

    private Optional<Verdict> inMessages(
            List<Integer> items, Function<List<Integer>, Optional<Verdict>> message) {
        int maxEvents = ledger.maxEvents();
        Optional<Verdict> end = Optional.empty();
        for (int from = 0; from < items.size() && end.isEmpty(); from += maxEvents) {
            end = message.apply(items.subList(from, Math.min(items.size(), from + maxEvents)));
        }
        return end;
    }

    private List<Integer> indices() {
        return IntStream.range(0, planned.size()).boxed().toList();
    }

    private List<LedgerId> ids(List<Integer> part) {
        return part.stream().map(planned::get).map(TransferFields::id).toList();
    }
}
