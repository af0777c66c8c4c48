package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.security.Scope;

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

    /** What a caller needs to begin it, to ask what became of it and to cancel it. */
    Scope scope();

    /**
     * What the client asked, in canonical form, from which the fingerprint is made: equal content
     * gives equal bytes, whatever the order and white space of the request's JSON. Permanent; a
     * change of form needs a new {@link #encodingVersion()}.
     */
    byte[] content(C command);

    /** The version in which this service writes the content, the command and the ledger's rows. */
    default int encodingVersion() {
        return 1;
    }

    /**
     * The same content as an earlier version of the service wrote it, so that a retry is known to
     * be one after an upgrade, and beside instances that are still to be upgraded.
     *
     * @param content in the form of {@link #encodingVersion()}
     * @throws IllegalArgumentException for a version that this one does not know
     */
    default byte[] contentOfVersion(int encodingVersion, byte[] content) {
        if (encodingVersion != encodingVersion()) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return content;
    }

    /**
     * All that a later try needs: the content, and what the first try found out, such as the ledger
     * number of an account. Permanent like the content.
     */
    byte[] encode(C command);

    /** Reads what {@link #encode} of this or an earlier version wrote. */
    C decode(int encodingVersion, byte[] encoded);

    /** The events for the ledger, as {@link Identity#encodingVersion()} makes them. */
    Plan plan(C command, Identity identity);

    /**
     * Whether it makes programs, which only Postgres has. Every other mutation is refused for a key
     * that has made one, even if the key's record is gone.
     */
    default boolean makesPrograms() {
        return false;
    }

    /** What must be free for this mutation to begin. */
    default List<Reservation> reservations(C command) {
        return List.of();
    }

    /** What a caller is told when the ledger has rejected the plan for good. */
    default Problem rejection(TransferResult result) {
        return Rejections.of(result);
    }

    /** The answer once the plan has been applied, and the rows that go with it. */
    Conclusion conclude(C command, Identity identity, Applied applied);
}
