package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.OperationScopes;
import global.pryzma.ledger.security.Scope;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * One kind of mutation, in the shape that says what it asks of the ledger. The engine does the
 * rest. Implementations are beans, found by {@link #operation()} when a mutation that another
 * process began has to be finished.
 *
 * <p>Every method is a pure function of its arguments: it may run again, later, elsewhere.
 *
 * @param <C> the typed command
 */
public sealed interface Mutation<C extends Command>
        permits AccountsMutation, ChainMutation, IndependentTransfersMutation, RowsMutation {
    /** A permanent name, such as {@code transfers.create}. */
    String operation();

    /** What a caller needs to begin it, to ask what became of it and to cancel it. */
    Scope scope();

    /**
     * What a caller needs, all of it, to be told what became of one that was begun, by a repetition
     * as well: more than {@link #scope} where the answer tells of another operation.
     *
     * @param organisation whose key it is
     */
    default Set<Scope> scopes(Supplier<C> stored, UUID organisation, OperationScopes operations) {
        return Set.of(scope());
    }

    /**
     * The response as a client gets it, of one that was recorded in a shorter form.
     *
     * @param stored the command; with a shorter form it is {@link #isToldByCommand}
     * @param others where the answer tells of another operation's
     */
    default RecordedResponse told(
            Supplier<C> stored,
            Identity identity,
            RecordedResponse recorded,
            OperationResponses others) {
        return recorded;
    }

    /**
     * Whether {@link #scopes} or {@link #told} reads the command. Then it stays beside the
     * response; of the others it is not kept.
     */
    default boolean isToldByCommand() {
        return false;
    }

    /** The version in which this service writes the content, the command and the ledger's rows. */
    default int encodingVersion() {
        return 1;
    }

    /**
     * The content as an earlier version of the service wrote it, so that a retry is known to be one
     * after an upgrade, and beside instances that are still to be upgraded.
     *
     * @param encodingVersion 1 to {@link #encodingVersion()} - 1
     * @param content in the form of {@link #encodingVersion()}
     */
    default byte[] contentOfVersion(int encodingVersion, byte[] content) {
        throw new IllegalArgumentException(
                operation() + " has no form of version " + encodingVersion);
    }

    /**
     * The command as this or an earlier version of the service stored it. That the version is a
     * known one, and that no field is left over, is for the engine to check.
     *
     * @param encodingVersion 1 to {@link #encodingVersion()}
     * @throws IllegalArgumentException for what {@link Command#encode} has not written
     */
    C decode(int encodingVersion, CommandReader stored);

    /**
     * Whether the ledger alone says all that there is to say of what this command does: it has no
     * rows and no reservations. Then nothing is lost with a claim that a crash of Postgres takes
     * back: a retry makes the same plan, whose ids tell what became of it, and nobody was told
     * anything, because the response reaches the disk after the claim. So the plan may be submitted
     * before the claim has.
     */
    default boolean isToldByLedger(C command) {
        return false;
    }

    /**
     * What is noted of its end, in the transaction that records the response, and whether it did
     * what was asked or was refused; the record of a repetition notes nothing that is noted.
     */
    default List<? extends RowWrite> notes(C command, Occasion occasion) {
        return List.of();
    }

    /** What must be free for this mutation to begin. */
    default List<Reservation> reservations(C command) {
        return List.of();
    }

    /** What a caller is told when another key holds something of that. */
    default ProblemCode ifTaken() {
        return ProblemCode.CONFLICT;
    }

    /** Where in the request it is asked for, as a JSON pointer; of a small request, nowhere. */
    default Optional<String> placeOf(C command, Reservation taken) {
        return Optional.empty();
    }
}
