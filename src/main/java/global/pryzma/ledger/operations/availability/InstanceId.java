package global.pryzma.ledger.operations.availability;

import jakarta.inject.Singleton;

import java.util.UUID;

/** The name of this process among all that ever served: another one after each start. */
@Singleton
public final class InstanceId {
    private final UUID value = UUID.randomUUID();

    InstanceId() {}

    public UUID value() {
        return value;
    }
}
