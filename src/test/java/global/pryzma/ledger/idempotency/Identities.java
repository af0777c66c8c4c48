package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;

import java.util.UUID;

/** Identities for tests of the features' mutations. */
public final class Identities {
    private Identities() {}

    /** The one that the engine would make for this request. */
    public static <C> Identity of(
            UUID organisation, IdempotencyKey key, Mutation<C> mutation, C command) {
        return new Identity(
                organisation,
                DerivedIds.of(organisation, key),
                Fingerprint.of(mutation.operation(), mutation.content(command)).bits64(),
                mutation.encodingVersion());
    }
}
