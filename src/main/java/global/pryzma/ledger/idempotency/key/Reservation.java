package global.pryzma.ledger.idempotency.key;

import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

/**
 * Something of which an organisation has only one, taken in the transaction that claims the key and
 * kept while the mutation may succeed or has; another one that wants it is answered 409.
 *
 * @param kind a permanent name, such as {@code transfer.reference}
 * @param value at most 255 characters
 */
public record Reservation(String kind, String value) {
    /**
     * That another one has it, in words.
     *
     * @param holder what has it; null if that is not known any more
     */
    public String takenBy(@Nullable LedgerId holder) {
        return kind
                + " is taken by "
                + (holder == null ? "another request" : resource() + " " + holder);
    }

    /** What it is a property of, such as {@code transfer}. */
    private String resource() {
        return kind.split("\\.", 2)[0];
    }
}
