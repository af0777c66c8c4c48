package global.pryzma.ledger.organisation;

import java.util.Locale;

/** Whether an organisation may act. */
enum OrganisationStatus {
    ACTIVE,
    SUSPENDED;

    /** As it is stored, and on the wire. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OrganisationStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
