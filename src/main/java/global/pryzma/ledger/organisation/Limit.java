package global.pryzma.ledger.organisation;

import java.util.Locale;

/** What an organisation may have only so much of. The names are permanent. */
enum Limit {
    /** Accounts that there are, closed ones as well: the ledger keeps them for ever. */
    ACCOUNTS(0, 1_000_000_000),

    PROGRAMS(0, 100_000),

    /** Requests that one instance works on at once; less than one would be a suspension. */
    REQUESTS_IN_FLIGHT(1, 100_000);

    private final int least;
    private final int most;

    Limit(int least, int most) {
        this.least = least;
        this.most = most;
    }

    /** As it is stored, and on the wire. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The least that can be set. */
    int least() {
        return least;
    }

    /** The most that can be set. */
    int most() {
        return most;
    }
}
