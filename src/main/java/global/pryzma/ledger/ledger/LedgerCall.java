package global.pryzma.ledger.ledger;

import java.util.UUID;

/**
 * The terms of a question to the ledger: on whose behalf it is asked, and until when.
 *
 * @param organisation shares the waiting room with others; {@link #SERVICE} for the service's own
 *     work
 */
public record LedgerCall(UUID organisation, Deadline deadline) {
    public static final UUID SERVICE = new UUID(0, 0);
}
