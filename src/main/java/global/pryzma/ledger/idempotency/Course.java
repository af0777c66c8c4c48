package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.tracing.Trace;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One request's course through the engine, as those who watch are told of it: how long its phases
 * took, and what became of it. Nothing depends on it. Kept by the thread that runs the request;
 * what still comes of its work when that is over is not told.
 */
final class Course {
    /** What became of a request. One that was refused for what it says is none of these. */
    enum Outcome {
        /** It was the first with its key, and has the definite response. */
        FIRST,
        /** It got the response that was recorded for an earlier one. */
        REPLAYED,
        /** It waited for one in this process, and got its answer. */
        JOINED,
        /** It has brought to its end what an earlier one had left behind. */
        TAKEN_OVER,
        /** The key stands for something else. */
        REUSED,
        /** The key was cancelled before. */
        CANCELLED,
        /** It, or an earlier one with its key, was executed or may still be. */
        IN_DOUBT,
        /** Nothing was sent to the ledger, nor will be. */
        NOT_ATTEMPTED
    }

    private static final int CONFLICT = ProblemCode.REQUEST_CANCELLED.status();
    private static final String CANCELLED = "\"" + ProblemCode.REQUEST_CANCELLED.code() + "\"";

    private final EngineMeters meters;
    private final Trace whole;
    private Trace phase;
    private long since = System.nanoTime();
    private boolean claimed;
    private boolean takenOver;
    private boolean inDoubt;
    private volatile boolean over;

    private Course(EngineMeters meters, Trace whole) {
        this.meters = meters;
        this.whole = whole;
        this.phase = whole.part("claim");
    }

    /** That of the request which this thread works on. */
    static Course ofRequest(EngineMeters meters) {
        return new Course(meters, Trace.current());
    }

    /** That of what no request waits for. */
    static Course untold(EngineMeters meters) {
        Course course = new Course(meters, Trace.NONE);
        course.over = true;
        return course;
    }

    void reached(MutationListener.Step step) {
        if (over) {
            return;
        }
        long now = System.nanoTime();
        long took = now - since;
        since = now;
        switch (step) {
            case CLAIMED -> {
                claimed = true;
                meters.claimTook(took);
                begins("apply");
            }
            case ANSWERED -> {
                // Without a claim there was no plan.
                if (claimed) {
                    meters.applyTook(took);
                }
                begins("record");
            }
            case RECORDED -> {
                meters.recordTook(took);
                phase.end();
                phase = Trace.NONE;
            }
        }
    }

    /** What this thread asks of the ledger from now on is a part of that. */
    private void begins(String name) {
        if (whole.isTold()) {
            phase.end();
            phase = whole.part(name);
            Trace.bind(phase);
        }
    }

    /** It goes on with a claim that an earlier request has made. */
    void tookOver() {
        since = System.nanoTime();
        claimed = true;
        takenOver = true;
        begins("apply");
    }

    /** From now on an end without a definite answer means that. */
    void leavesInDoubt(boolean doubt) {
        inDoubt = doubt;
    }

    void ends() {
        over = true;
        if (whole.isTold()) {
            phase.end();
            Trace.bind(whole);
        }
    }

    void became(Outcome outcome) {
        whole.tell("pryzma.outcome", outcome.name().toLowerCase(Locale.ROOT));
    }

    /** Empty for an answer that says nothing of the key. */
    Optional<Outcome> outcome(Answer answer) {
        return switch (answer) {
            case Answer.Recorded(RecordedResponse response, _) when isCancelled(response) ->
                    Optional.of(Outcome.CANCELLED);
            case Answer.Recorded(_, boolean replayed) ->
                    Optional.of(
                            replayed
                                    ? Outcome.REPLAYED
                                    : takenOver ? Outcome.TAKEN_OVER : Outcome.FIRST);
            case Answer.Foreseen _ -> Optional.empty();
            case Answer.Refused(var problem) ->
                    switch (problem.code()) {
                        case IDEMPOTENCY_KEY_REUSED -> Optional.of(Outcome.REUSED);
                        case REQUEST_CANCELLED -> Optional.of(Outcome.CANCELLED);
                        case LEDGER_UNAVAILABLE, SERVICE_UNAVAILABLE, INTERNAL_ERROR ->
                                Optional.of(inDoubt ? Outcome.IN_DOUBT : Outcome.NOT_ATTEMPTED);
                        default -> Optional.empty();
                    };
        };
    }

    /** The recorded answer to a cancelled key, in either form of an error. */
    private static boolean isCancelled(RecordedResponse response) {
        return response.status() == CONFLICT
                && new String(response.body(), StandardCharsets.UTF_8).contains(CANCELLED);
    }
}
