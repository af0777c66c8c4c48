package global.pryzma.ledger.transfer;

import java.util.Locale;

/** The status of a transfer: whether its money has moved. Names are permanent. */
public enum TransferStatus {
    /** It has; of a hold, as much of it as was posted. */
    POSTED,
    /** It is held. */
    PENDING,
    /** It was held, and given back. */
    VOIDED,
    /** It was held, and given back because its time was over. */
    EXPIRED;

    /** The name on the wire. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
