package global.pryzma.ledger.idempotency.store;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.ScopedKey;

import java.util.UUID;

/**
 * What stays for ever of a key whose mutation has no ledger side.
 *
 * @param id the key's first id, which stands for organisation and key: it is made from them alone,
 *     and no two share one; the ledger relies on the same
 * @param encodingVersion of the fingerprint
 * @param fingerprint {@link Fingerprint#ANY} if the key was cancelled whatever would be asked
 * @param cancelled whether the mutation was made impossible rather than carried out
 */
public record KeyTrace(
        UUID id,
        UUID organisation,
        int encodingVersion,
        Fingerprint fingerprint,
        boolean cancelled) {
    public static KeyTrace of(
            ScopedKey key, int encodingVersion, Fingerprint fingerprint, boolean cancelled) {
        return new KeyTrace(
                key.ids().id(0).toUuid(),
                key.organisation(),
                encodingVersion,
                fingerprint,
                cancelled);
    }
}
