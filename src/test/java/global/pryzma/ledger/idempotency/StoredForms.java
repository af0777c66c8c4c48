package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.plan.Plan;

import java.util.UUID;

/** What the engine stores with a claim and reads again, for tests of the features' mutations. */
public final class StoredForms {
    private StoredForms() {}

    /** What the engine reads; throws IllegalArgumentException as it does for it. */
    public static <C extends Command> C decode(
            Mutation<C> mutation, int encodingVersion, byte[] encoded) {
        return CommandVersions.decode(mutation, encodingVersion, encoded);
    }

    /** The plan as it is submitted, with what the engine asks of every plan. */
    public static <C extends Command> Plan plan(
            UUID organisation, IdempotencyKey key, Mutation<C> mutation, C command) {
        return PlannedWork.fresh(
                        mutation,
                        command,
                        new ScopedKey(organisation, key.value()),
                        Fingerprint.of(mutation.operation(), command.content()))
                .plan();
    }
}
