package global.pryzma.ledger.sweep;

import java.util.Locale;

/** What an orphan is. */
enum OrphanKind {
    ACCOUNT,
    TRANSFER;

    /** In Postgres and on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
