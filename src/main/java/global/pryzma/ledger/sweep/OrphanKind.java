package global.pryzma.ledger.sweep;

import java.util.Locale;

/** The kind of row that an orphan is. */
enum OrphanKind {
    ACCOUNT,
    TRANSFER;

    /** The name in Postgres and on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
