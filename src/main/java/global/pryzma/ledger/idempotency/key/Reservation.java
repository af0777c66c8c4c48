package global.pryzma.ledger.idempotency.key;

/**
 * Something of which an organisation has only one, taken in the transaction that claims the key and
 * kept while the mutation may succeed or has; another one that wants it is answered 409.
 *
 * @param kind a permanent name, such as {@code transfer.reference}
 * @param value at most 255 characters
 */
public record Reservation(String kind, String value) {
    /** What it is a property of, such as {@code transfer}. */
    public String resource() {
        return kind.split("\\.", 2)[0];
    }
}
