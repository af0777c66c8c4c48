package global.pryzma.ledger;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerStatus;
import global.pryzma.ledger.operations.StartRefused;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The first contact with the ledger, made before the first request. A wrong ledger ends the start;
 * one that does not answer does not, since it may come back at any time.
 */
@Singleton
final class LedgerAtStart {
    private static final Logger log = LoggerFactory.getLogger(LedgerAtStart.class);

    /** The longest wait for the ledger, enough for a cluster that is just starting, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Duration POLL = Duration.ofMillis(10);

    private final Ledger ledger;
    private final GenesisAccount genesis;

    LedgerAtStart(Ledger ledger, GenesisAccount genesis) {
        this.ledger = ledger;
        this.genesis = genesis;
    }

    void check() {
        LedgerStatus status = firstContact(Deadline.after(PATIENCE));
        switch (status.state()) {
            case AVAILABLE -> {}
            case UNKNOWN, DEGRADED, UNAVAILABLE ->
                    log.warn(
                            "The ledger does not answer ({}): starting all the same",
                            status.detail());
            case WRONG_LEDGER ->
                    throw new StartRefused(
                            "The ledger that answers is not the one that this Postgres belongs to, or has lost its data (%s)."
                                    .formatted(status.detail()));
        }
    }

    private LedgerStatus firstContact(Deadline deadline) {
        ledger.lookupAccounts(List.of(genesis.id()), new LedgerCall(LedgerCall.SERVICE, deadline));
        LedgerStatus status = ledger.status();
        while (!isDecided(status) && !deadline.isOver()) {
            LockSupport.parkNanos(POLL.toNanos());
            status = ledger.status();
        }
        return status;
    }

    private static boolean isDecided(LedgerStatus status) {
        return switch (status.state()) {
            case AVAILABLE, WRONG_LEDGER -> true;
            case UNKNOWN, DEGRADED, UNAVAILABLE -> false;
        };
    }
}
