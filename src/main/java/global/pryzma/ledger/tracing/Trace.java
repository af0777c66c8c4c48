package global.pryzma.ledger.tracing;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work of a request, as a trace tells it: when it began and ended, what it was part of,
 * and what there is to know of it. Where nothing is told there is {@link #NONE}, which costs
 * nothing.
 */
public interface Trace {
    Trace NONE = new NoTrace();

    /** The trace that it is part of; null where there is none. */
    @Nullable String id();

    /** Whether anything that is told here is kept. */
    boolean isTold();

    /** A part of this work, which begins now. */
    Trace part(String name);

    void tell(String name, String value);

    void tell(String name, long value);

    void failed(String why);

    void end();

    /** The work that this thread does. */
    static Trace current() {
        Trace bound = Bound.TRACE.get();
        return bound == null ? NONE : bound;
    }

    /** This thread does this work now; the one that it did before is to be bound again. */
    static Trace bind(Trace trace) {
        Trace before = current();
        if (trace.isTold()) {
            Bound.TRACE.set(trace);
        } else if (before.isTold()) {
            Bound.TRACE.remove();
        }
        return before;
    }

    /** Holds what threads do. */
    final class Bound {
        private static final ThreadLocal<@Nullable Trace> TRACE = new ThreadLocal<>();

        private Bound() {}
    }
}
