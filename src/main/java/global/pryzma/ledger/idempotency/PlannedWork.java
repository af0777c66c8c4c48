package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.idempotency.plan.PlanCodec;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.KeyTrace;
import global.pryzma.ledger.idempotency.store.KeyWrite.HeldPlace;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A claimed mutation: its command and its plan, as they were stored with the claim.
 *
 * @param fingerprint of the claim, in the form of its encoding version
 * @param plan as it was, or may have been, submitted
 */
record PlannedWork<C extends Command>(
        Mutation<C> mutation,
        C command,
        ScopedKey key,
        Fingerprint fingerprint,
        Identity identity,
        Plan plan) {
    /** The work of a request whose key is unused. */
    static <C extends Command> PlannedWork<C> fresh(
            Mutation<C> mutation, C command, ScopedKey key, Fingerprint fingerprint) {
        Identity identity = identity(key, fingerprint, mutation.encodingVersion());
        return new PlannedWork<>(
                mutation, command, key, fingerprint, identity, plan(mutation, command, identity));
    }

    /**
     * The work that a claim was made for.
     *
     * @throws IllegalArgumentException for a version that this service does not know
     */
    static <C extends Command> PlannedWork<C> stored(Mutation<C> mutation, ClaimedKey row) {
        C command = CommandVersions.decode(mutation, row.encodingVersion(), row.command());
        Identity identity = identity(row.key(), row.fingerprint(), row.encodingVersion());
        Plan plan = PlanCodec.decode(row.plan(), () -> plan(mutation, command, identity));
        return new PlannedWork<>(mutation, command, row.key(), row.fingerprint(), identity, plan);
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
        Fingerprint then =
                CommandVersions.fingerprint(mutation, encodingVersion, command.content());
        return plan(mutation, command, identity(key, then, encodingVersion));
    }

    /** The response of this work, as a client gets it. */
    RecordedResponse told(RecordedResponse recorded, OperationResponses others) {
        return mutation.told(() -> command, identity, recorded, others);
    }

    boolean hasReservations() {
        return !mutation.reservations(command).isEmpty();
    }

    /** The place that the claim has taken; null if it takes none. */
    @Nullable HeldPlace place() {
        return place(mutation, key);
    }

    /** The same of a claim for this mutation. */
    static @Nullable HeldPlace place(Mutation<?> mutation, ScopedKey key) {
        return mutation instanceof AccountsMutation<?> accounts
                ? accounts.quota()
                        .map(it ->
                                new HeldPlace(
                                        it.places(), key.organisation(), key.ids().id(0).toUuid()))
                        .orElse(null)
                : null;
    }

    /** What stays of a key that leaves nothing in the ledger; null for the others. */
    @Nullable KeyTrace trace(boolean cancelled) {
        return plan instanceof Plan.Nothing
                ? KeyTrace.of(key, identity.encodingVersion(), fingerprint, cancelled)
                : null;
    }

    /** What stays of a claim without a ledger side. */
    static KeyTrace trace(ClaimedKey row, boolean cancelled) {
        return KeyTrace.of(row.key(), row.encodingVersion(), row.fingerprint(), cancelled);
    }

    static Identity identity(ScopedKey key, Fingerprint fingerprint, int encodingVersion) {
        return new Identity(key.organisation(), key.ids(), fingerprint.bits64(), encodingVersion);
    }

    private static <C extends Command> Plan plan(
            Mutation<C> mutation, C command, Identity identity) {
        return switch (mutation) {
            case RowsMutation<C> _ -> new Plan.Nothing();
            case AccountsMutation<C> accounts ->
                    new Plan.Accounts(
                            checked(
                                    accounts.plan(command, identity),
                                    AccountFields::id,
                                    it -> (it.flags() & AccountFlags.LINKED) != 0,
                                    identity));
            case ChainMutation<C> chain -> {
                List<TransferFields> rows =
                        checked(
                                chain.plan(command, identity),
                                TransferFields::id,
                                it -> (it.flags() & TransferFlags.LINKED) != 0,
                                identity);
                if (!LedgerSide.begins(chain, rows.getFirst())) {
                    throw new IllegalStateException("not of its first kinds: " + rows);
                }
                yield new Plan.Chain(rows);
            }
            case IndependentTransfersMutation<C> many -> {
                Plan.IndependentTransfers plan = many.plan(command, identity);
                checked(List.of(plan.anchor()), TransferFields::id, _ -> false, identity);
                yield plan;
            }
        };
    }

    /**
     * Index 0 is the id by which the key is found again in the ledger, and that a fence makes dead;
     * and what is not one chain may be executed in part.
     */
    private static <R> List<R> checked(
            List<R> rows, Function<R, LedgerId> id, Predicate<R> isLinked, Identity identity) {
        if (rows.isEmpty() || !id.apply(rows.getFirst()).equals(identity.id())) {
            throw new IllegalStateException("a plan begins with index 0 of its key: " + rows);
        }
        for (int i = 0; i < rows.size(); i++) {
            if (isLinked.test(rows.get(i)) != (i < rows.size() - 1)) {
                throw new IllegalStateException("a plan is one chain: " + rows);
            }
        }
        return rows;
    }
}
