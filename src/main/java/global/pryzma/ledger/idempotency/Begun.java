package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.WorkColumns;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A request for a mutation, and what follows from it alone.
 *
 * @param content what is asked, in the form of the mutation's own version
 * @param fingerprint of that content
 * @param course what is told of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Begun<C extends Command>(
        Mutation<C> mutation,
        byte[] content,
        Fingerprint fingerprint,
        ScopedKey key,
        MutationRequest request,
        Course course) {
    static <C extends Command> Begun<C> of(
            Mutation<C> mutation, byte[] content, MutationRequest request, Course course) {
        return new Begun<>(
                mutation,
                content,
                Fingerprint.of(mutation.operation(), content),
                new ScopedKey(request.organisation(), request.key().value()),
                request,
                course);
    }

    /** Throws IllegalArgumentException for a version that this service does not know. */
    Fingerprint fingerprintOfVersion(int encodingVersion) {
        return encodingVersion == mutation.encodingVersion()
                ? fingerprint
                : CommandVersions.fingerprint(mutation, encodingVersion, content);
    }

    /**
     * What a claim of it stores.
     *
     * @param firstId that the key gives
     * @param command in the form of the mutation's own version
     */
    WorkColumns work(LedgerId firstId, byte[] command, Plan plan) {
        byte[] encoded = PlanCodec.encode(plan);
        return mutation.isToldByCommand()
                ? WorkColumns.kept(key, firstId, command, encoded)
                : WorkColumns.untilRecorded(key, firstId, command, encoded);
    }

    void reached(MutationListener.Step step, EngineTools tools) {
        tools.reached(step, request.key(), course);
    }

    boolean hasLedgerSide() {
        return !(mutation instanceof RowsMutation);
    }

    /**
     * The definite response when another key holds what this one would have to reserve.
     *
     * @param holder what has it; null if that is not known any more
     */
    RecordedResponse conflict(C command, Reservation taken, @Nullable LedgerId holder) {
        String detail = taken.takenBy(holder);
        return request.problems()
                .apply(
                        new Problem(
                                mutation.ifTaken(),
                                detail,
                                mutation.placeOf(command, taken)
                                        .map(place -> List.of(new FieldError(detail, place)))
                                        .orElse(List.of())));
    }
}
