package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.tracing.Trace;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One caller's events, which travel together, and the place where the caller waits for the answer.
 *
 * <p>The {@link WaitingRoom} decides what a caller whose deadline passes is told: while the call
 * stands there, nothing has happened and nothing will; once the call has left, anything may have.
 */
final class Call<E, A> {
    private final CallKind<E, A> kind;
    private final List<E> events;
    private final LedgerCall behalf;
    private final Trace trace;

    /** The call behind which this one comes, if any: if that is not answered, this is not sent. */
    private final @Nullable Call<E, A> previous;

    /**
     * The future that the caller waits for: our own, not the client's (see {@link NativeClient}).
     */
    private final CompletableFuture<Outcome<A>> outcome = new CompletableFuture<>();

    Call(CallKind<E, A> kind, List<E> events, LedgerCall behalf) {
        this(kind, events, behalf, null);
    }

    /** A call that comes behind another one of the same caller. */
    Call(CallKind<E, A> kind, List<E> events, LedgerCall behalf, @Nullable Call<E, A> previous) {
        this.previous = previous;
        this.kind = kind;
        this.events = List.copyOf(events);
        this.behalf = behalf;
        this.trace = Trace.current().part("ledger");
    }

    CallKind<E, A> kind() {
        return kind;
    }

    List<E> events() {
        return events;
    }

    int size() {
        return events.size();
    }

    LedgerCall behalf() {
        return behalf;
    }

    /** Whether its caller waits for another one as well, which comes before it. */
    boolean isAhead() {
        return previous != null && !previous.outcome.isDone();
    }

    /** Whether it must not be sent, since the one before it never was, or was not answered. */
    boolean isCutOff() {
        return previous != null
                && previous.outcome.isDone()
                && !(previous.outcome.join() instanceof Outcome.Answered);
    }

    /**
     * Ends the caller's wait. The first outcome counts; a second reply to the same events changes
     * nothing.
     */
    void conclude(Outcome<A> result) {
        outcome.complete(result);
        trace.end();
    }

    /** Notes that it has come back with this message. */
    void travelledIn(Message.Group<E, A> message) {
        if (trace.isTold()) {
            trace.tell("pryzma.ledger.kind", kind.toString());
            trace.tell("pryzma.ledger.message", message.number());
            trace.tell("pryzma.ledger.message_calls", message.calls().size());
            trace.tell("pryzma.ledger.message_events", message.size());
            trace.tell("pryzma.ledger.message_attempts", message.attempts());
        }
    }

    CompletableFuture<Outcome<A>> outcome() {
        return outcome;
    }
}
