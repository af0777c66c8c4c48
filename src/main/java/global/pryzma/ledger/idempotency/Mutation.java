package global.pryzma.ledger.idempotency;

import java.util.List;

/**
 * One kind of mutation: how its command is written down, what it asks of the ledger, and what it
 * answers. The engine does the rest. Implementations are beans, found by {@link #operation()} when
 * a mutation that another process began has to be finished.
 *
 * <p>Every method is a pure function of its arguments: it may run again, later, elsewhere.
 *
 * @param <C> the typed command: path ids and body, checked
 */
public interface Mutation<C> {
    /** A permanent name, such as {@code transfers.create}. */
    String operation();

    /**
     * What the client asked, in canonical form, from which the fingerprint is made: equal content
     * gives equal bytes, whatever the order and white space of the request's JSON. Permanent; a
     * change of form needs a new encoding version.
     */
    byte[] content(C command);

    /**
     * All that a later try needs: the content, and what the first try found out, such as the ledger
     * number of an account. Permanent like the content.
     */
    byte[] encode(C command);

    /** Reads what {@link #encode} of this or an earlier version wrote. */
    C decode(int encodingVersion, byte[] encoded);

    /** The events for the ledger. */
    Plan plan(C command, Identity identity);

    /** What must be free for this mutation to begin. */
    default List<Reservation> reservations(C command) {
        return List.of();
    }

    /** The answer once the plan has been applied, and the rows that go with it. */
    Conclusion conclude(C command, Identity identity, Applied applied);
}
