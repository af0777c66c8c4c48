package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * Reads by id, of as many ids as one likes: what is more than a message holds is asked for in
 * parts. Unlike changes, of which only the caller knows what belongs together.
 *
 * @param read asks for these in one message; empty if it does not hold them
 * @param join puts the answers to two parts together
 */
record Lookups<A>(Read<A> read, BinaryOperator<A> join) {
    /** One message. */
    interface Read<A> {
        Optional<Reading<A>> of(List<LedgerId> ids, LedgerCall call);
    }

    /** A message of one id is always held. */
    Reading<A> of(List<LedgerId> ids, LedgerCall call) {
        return read.of(ids, call)
                .orElseGet(() -> {
                    int half = ids.size() / 2;
                    Reading<A> first = of(ids.subList(0, half), call);
                    return first instanceof Reading.Answered<A>(A found)
                            ? joined(found, of(ids.subList(half, ids.size()), call))
                            : first;
                });
    }

    private Reading<A> joined(A first, Reading<A> second) {
        return second instanceof Reading.Answered<A>(A found)
                ? new Reading.Answered<>(join.apply(first, found))
                : second;
    }
}
