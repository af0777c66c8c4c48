package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.ledger.Submission.EventResult;
import global.pryzma.ledger.ledger.TransferFields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Calls of one caller that are executed in their order. The next ones wait in the lane while the
 * first is on its way, so that the ledger need not wait for the caller between two messages; but
 * not many of them, and only where there is room: others want to get in, too.
 */
final class Procession {
    /** The most calls that are not answered yet. */
    private static final int LENGTH = 8;

    /** One call, and how it got in. */
    private record Member(Call<TransferFields, List<EventResult>> call, Lane.Entry entry) {}

    private final Function<Call<TransferFields, List<EventResult>>, Lane.Entry> entrance;
    private final BiFunction<Lane.Entry, Call<TransferFields, List<EventResult>>, Submission>
            outcome;
    private final LedgerCall behalf;
    private final Deque<Member> underWay = new ArrayDeque<>();
    private @Nullable Call<TransferFields, List<EventResult>> last;

    /**
     * Calls on behalf of one caller.
     *
     * @param entrance lets a call in, or does not
     * @param outcome waits for what becomes of a call after that
     */
    Procession(
            Function<Call<TransferFields, List<EventResult>>, Lane.Entry> entrance,
            BiFunction<Lane.Entry, Call<TransferFields, List<EventResult>>, Submission> outcome,
            LedgerCall behalf) {
        this.entrance = entrance;
        this.outcome = outcome;
        this.behalf = behalf;
    }

    /** What has become of each, up to the first that was not answered. */
    List<Submission> of(List<List<TransferFields>> submissions) {
        List<Submission> outcomes = new ArrayList<>(submissions.size());
        int next = 0;
        while (outcomes.size() < submissions.size()) {
            while (next < submissions.size() && hasRoom() && goesOn(submissions.get(next))) {
                next++;
            }
            Member first = underWay.removeFirst();
            Submission submission = outcome.apply(first.entry(), first.call());
            outcomes.add(submission);
            if (!(submission instanceof Submission.Answered)) {
                break;
            }
        }
        return outcomes;
    }

    /** Nothing comes behind one that was not let in. */
    private boolean hasRoom() {
        return underWay.size() < LENGTH
                && (underWay.isEmpty() || underWay.getLast().entry() == Lane.Entry.ENTERED);
    }

    /** Hands the next one over; one that is ahead is refused only when its turn has come. */
    private boolean goesOn(List<TransferFields> submission) {
        Call<TransferFields, List<EventResult>> call =
                new Call<>(CallKind.CREATE_TRANSFERS, submission, behalf, last);
        Lane.Entry entry = entrance.apply(call);
        if (entry != Lane.Entry.ENTERED && !underWay.isEmpty()) {
            return false;
        }
        underWay.addLast(new Member(call, entry));
        last = call;
        return true;
    }
}
