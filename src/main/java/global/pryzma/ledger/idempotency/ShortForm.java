package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

/**
 * A response as it is recorded where that is shorter than what a client gets, with all that the
 * latter is told from: so it can be kept elsewhere, and outlive the row that it is of.
 *
 * @param recorded see {@link Mutation#told}
 * @param encodingVersion of the command
 * @param fingerprint of the claim
 * @param command as it was stored with the claim
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ShortForm(
        RecordedResponse recorded, int encodingVersion, Fingerprint fingerprint, byte[] command) {}
