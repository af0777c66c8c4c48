package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Reading;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;

/** What a key has left in the ledger, which forgets nothing. */
@Singleton
public final class KeyTraces {
    /** Operations without a ledger side are not held up longer by a ledger that does not answer. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Ledger ledger;

    KeyTraces(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Whether the key has moved money or opened an account. False as well when the ledger can't be
     * asked at the moment: then the key's own record has to do.
     */
    public boolean isInLedger(MutationRequest request) {
        List<LedgerId> ids = List.of(request.firstId());
        LedgerCall call =
                new LedgerCall(request.organisation(), request.deadline().within(PATIENCE));
        return isThere(ledger.lookupTransfers(ids, call))
                || isThere(ledger.lookupAccounts(ids, call));
    }

    private static <T> boolean isThere(Reading<List<T>> reading) {
        return switch (reading) {
            case Reading.Answered<List<T>>(List<T> rows) -> !rows.isEmpty();
            case Reading.Unavailable<List<T>>(), Reading.Overloaded<List<T>>() -> false;
        };
    }
}
