package global.pryzma.ledger.idempotency.key;

/**
 * A response as it is kept and replayed, byte for byte.
 *
 * @param status the HTTP status
 * @param body the bytes; not to be changed
 */
@SuppressWarnings(
        "ArrayRecordComponent") // never compared, and copying every body would cost the hot path
public record RecordedResponse(int status, String contentType, byte[] body) {}
