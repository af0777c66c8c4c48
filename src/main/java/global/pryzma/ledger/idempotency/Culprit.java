package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.Finality;
import global.pryzma.ledger.ledger.Submission.EventResult;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The event because of which nothing of a chain was created, and its result.
 *
 * @param index in the plan
 */
record Culprit<R>(int index, R result) {
    /** Empty if the culprit's result is one that this version does not know, a newer server's. */
    static <R> Optional<Culprit<R>> of(
            List<EventResult> results,
            IntFunction<Optional<R>> parse,
            Function<R, Finality> finality) {
        for (int i = 0; i < results.size(); i++) {
            if (!results.get(i).created()) {
                Optional<R> result = parse.apply(results.get(i).code());
                if (result.isEmpty()) {
                    return Optional.empty();
                }
                if (finality.apply(result.get()) != Finality.CHAIN_FAILED) {
                    return Optional.of(new Culprit<>(i, result.get()));
                }
            }
        }
        return Optional.empty();
    }
}
