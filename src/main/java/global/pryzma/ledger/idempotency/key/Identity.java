package global.pryzma.ledger.idempotency.key;

import global.pryzma.ledger.ledger.LedgerId;

import java.util.UUID;

/**
 * What a mutation derives its ledger rows from; the same for every try of one key.
 *
 * @param organisation whose key it is
 * @param ids gives the ids of the objects that the mutation makes
 * @param fingerprint64 for {@code user_data_64}: 64 bits of the request's fingerprint, never 0
 * @param encodingVersion for {@code user_data_32}
 */
public record Identity(UUID organisation, DerivedIds ids, long fingerprint64, int encodingVersion) {
    /** The id of the mutation's only object. */
    public LedgerId id() {
        return ids.id(0);
    }
}
