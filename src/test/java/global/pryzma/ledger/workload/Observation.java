package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Moment;
import global.pryzma.ledger.model.Movement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Something that an answer says of the state of things. It must be true at one moment at least
 * between the request and the answer, of those into which the changes divide that time.
 */
final class Observation {
    private static final long SLACK_NANOS = 1_000_000_000;

    private final Sent sent;
    private final Function<Model, Collection<UUID>> accounts;
    private final Check check;
    private String otherwise = "";

    /**
     * @param accounts those that it is about
     */
    Observation(Sent sent, Function<Model, Collection<UUID>> accounts, Check check) {
        this.sent = sent;
        this.accounts = accounts;
        this.check = check;
    }

    /** What is compared. */
    @FunctionalInterface
    interface Check {
        /** What is different; empty if it is just so. */
        Optional<String> mismatch(Model model, long now);
    }

    Sent sent() {
        return sent;
    }

    /**
     * Whether it was so at a moment between these two, the later one excluded, or at the first.
     * Where a hold expires meanwhile, it may be so before or afterwards; and what a hold held that
     * has expired may have been given back by then, the earliest first, or not yet.
     */
    boolean holds(Model model, long from, long to) {
        long end = Math.min(to, Moment.nanos(sent.answeredAt()) + SLACK_NANOS);
        List<Long> moments = new ArrayList<>(List.of(from));
        moments.addAll(model.expiries(from, end));
        return moments.stream().anyMatch(now -> holds(model, now));
    }

    private boolean holds(Model model, long now) {
        Optional<String> mismatch = check.mismatch(model, now);
        List<Movement> releasable = model.unreleased(accounts.apply(model), now);
        List<Movement> released = new ArrayList<>();
        for (Movement hold : releasable) {
            if (mismatch.isEmpty()) {
                break;
            }
            model.release(hold);
            released.add(hold);
            mismatch = check.mismatch(model, now);
        }
        released.forEach(model::holdAgain);
        if (mismatch.isPresent() && otherwise.isEmpty()) {
            otherwise = mismatch.get();
        }
        return mismatch.isEmpty();
    }

    Mismatch failure(Model model) {
        return new Mismatch(sent, accounts.apply(model), otherwise);
    }
}
