package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;

/** The responses of all operations as clients get them. */
public interface OperationResponses {
    /**
     * The response of the operation that has used this key.
     *
     * @throws IllegalArgumentException for what only a newer version of the service can read
     */
    RecordedResponse told(ScopedKey key, String operation, ShortForm form);
}
