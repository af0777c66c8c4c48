package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.tracing.Trace;

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

    /**
     * The future that the caller waits for: our own, not the client's (see {@link NativeClient}).
     */
    private final CompletableFuture<Outcome<A>> outcome = new CompletableFuture<>();

    Call(CallKind<E, A> kind, List<E> events, LedgerCall behalf) {
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
