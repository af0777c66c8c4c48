package global.pryzma.ledger.embedded;

import global.pryzma.ledger.operations.LedgerFailure;
import global.pryzma.replica.server.EmbeddedReplica;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The embedded ledger's switch, for tests and demonstrations of an outage, and its state. */
public final class EmbeddedLedger implements LedgerFailure {
    private final EmbeddedReplica replica;

    EmbeddedLedger(EmbeddedReplica replica) {
        this.replica = replica;
    }

    /** The address where the ledger listens; the same for its whole life, on and off. */
    public String address() {
        return replica.address();
    }

    /**
     * The number of messages committed since the ledger was switched on; many events travel in one.
     */
    public long committedMessages() {
        return replica.committedMessages();
    }

    public boolean isOn() {
        return replica.isAnswering();
    }

    @Override
    public Optional<String> reason() {
        return replica.failure().map(cause -> "the embedded ledger could not write: " + cause);
    }

    /** Makes the ledger like a server that has died. */
    public void switchOff() {
        replica.stopAnswering();
    }

    /** Lets the ledger answer again, with everything that it had acknowledged. */
    public void switchOn() {
        try {
            replica.startAnswering();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
