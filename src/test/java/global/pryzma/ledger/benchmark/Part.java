package global.pryzma.ledger.benchmark;

import java.util.Locale;

/** The parts of the benchmark, of which each can be left out. */
enum Part {
    /** What one transfer cannot but cost, and what ours costs. */
    FLOOR,
    /** Transfers and the ceiling, at each number of requests in flight. */
    SWEEP,
    /** The same transfers in a ledger of SQL alone, beside the sweep. */
    PEER,
    /** Requests with keys that are recorded. */
    REPLAYS,
    /** A mutation without a ledger side. */
    PROGRAMS,
    /** Transfers with a description and a reference. */
    WORDS,
    /** Batches, against the raw client with the same, and what others notice of them. */
    BATCHES,
    /** What a recorded transfer takes in Postgres. */
    SIZE,
    /** Everything that can be read, with very much stored. */
    READING,
    /** From the first second of a new database on. */
    FIRST_MINUTE,
    /** Purge and load for as long as one likes. */
    SOAK;

    static Part named(String name) {
        return valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
