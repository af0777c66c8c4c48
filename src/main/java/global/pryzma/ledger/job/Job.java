package global.pryzma.ledger.job;

import java.time.Duration;

/**
 * Work that the service does by itself, again and again. Every bean that is one is in the list of
 * {@link Jobs}, which runs it: nothing else is needed for a new one.
 */
public interface Job {
    /**
     * Permanent, in lower case with hyphens: operators know it from the log and the health page.
     */
    String name();

    /** The time between the end of a run and the beginning of the next one. */
    Duration interval();

    /** What several instances of the service do about it; each job sees to that itself. */
    Sharing sharing();

    /**
     * Whether it writes to Postgres. If so it is not begun while commits wait for their standby:
     * its own would wait with them.
     */
    default boolean isWriting() {
        return true;
    }

    /**
     * One run. It ends by itself, and what it has not come to is left to the next one. A fault ends
     * the run and is thrown: {@link Jobs} logs and reports it.
     */
    void run();

    /**
     * The service ends: the run under way is to end after its next step. Called from another
     * thread. Only a job of one short step needs no such thing.
     */
    default void stop() {}

    /** How the instances of the service share a job. */
    enum Sharing {
        /** One instance at a time does it; the run of another does nothing. */
        EXCLUSIVE,
        /** Each takes what no other is working on. */
        SLICED,
        /** Each does it for itself. */
        OWN
    }
}
