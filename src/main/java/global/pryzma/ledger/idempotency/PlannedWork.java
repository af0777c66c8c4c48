package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.problem.Problem;

/**
 * A claimed mutation: its command and its plan, as they were stored with the claim.
 *
 * @param fingerprint of the claim, in the form of its encoding version
 * @param plan as it was, or may have been, submitted
 */
record PlannedWork<C>(
        Mutation<C> mutation,
        C command,
        ScopedKey key,
        Fingerprint fingerprint,
        Identity identity,
        Plan plan) {
    /** The work of a request whose key is unused. */
    static <C> PlannedWork<C> fresh(
            Mutation<C> mutation, C command, ScopedKey key, Fingerprint fingerprint) {
        Identity identity = identity(key, fingerprint, mutation.encodingVersion());
        return new PlannedWork<>(
                mutation, command, key, fingerprint, identity, mutation.plan(command, identity));
    }

    /**
     * The work that a claim was made for.
     *
     * @throws IllegalArgumentException for a version that this service does not know: a newer
     *     version's row must be left to a newer version
     */
    static <C> PlannedWork<C> stored(Mutation<C> mutation, ClaimedKey row) {
        return new PlannedWork<>(
                mutation,
                mutation.decode(row.encodingVersion(), row.command()),
                row.key(),
                row.fingerprint(),
                identity(row.key(), row.fingerprint(), row.encodingVersion()),
                PlanCodec.decode(row.plan()));
    }

    /**
     * The plan as another version of the service made it for the same request: after the purge, the
     * ledger may have the rows of an earlier one.
     *
     * @throws IllegalArgumentException for a version that this service does not know
     */
    Plan planOfVersion(int encodingVersion) {
        if (encodingVersion == identity.encodingVersion()) {
            return plan;
        }
        byte[] content = mutation.contentOfVersion(encodingVersion, mutation.content(command));
        Fingerprint then = Fingerprint.of(mutation.operation(), content);
        return mutation.plan(command, identity(key, then, encodingVersion));
    }

    Problem rejection(TransferResult result) {
        return mutation.rejection(result);
    }

    Conclusion conclude(Applied applied) {
        return mutation.conclude(command, identity, applied);
    }

    boolean hasReservations() {
        return !mutation.reservations(command).isEmpty();
    }

    static Identity identity(ScopedKey key, Fingerprint fingerprint, int encodingVersion) {
        return new Identity(
                key.organisation(),
                DerivedIds.of(key.organisation(), new IdempotencyKey(key.key())),
                fingerprint.bits64(),
                encodingVersion);
    }
}
