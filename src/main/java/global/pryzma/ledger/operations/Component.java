package global.pryzma.ledger.operations;

import java.util.Locale;

/** What has to work for the service to be available; permanent, like their codes. */
public enum Component {
    /** The lane to the ledger of changes and reads by id. */
    TRANSFERS,
    /** The lane to the ledger of queries. */
    QUERIES,
    /** Postgres, as something that can be written. */
    POSTGRES,
    /** The comparison of Postgres with the ledger. */
    SWEEP;

    /** As it is stored, and told; of a lane its name. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
