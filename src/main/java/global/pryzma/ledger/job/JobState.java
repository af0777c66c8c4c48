package global.pryzma.ledger.job;

/** How a job is, as far as its runs in this instance have shown. */
public enum JobState {
    /** No run has ended yet. */
    WAITING,
    /** The last run that has ended did its work. */
    OK,
    /** The last run that has ended was ended by a fault. */
    FAILING
}
