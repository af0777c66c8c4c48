package global.pryzma.ledger.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.http.LedgerReadings;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/** Which number stands for which (organisation, currency). Immutable, and so read once each. */
@Singleton
public final class LedgerNumbers {
    private static final int CACHED = 100_000;

    private final LedgerNumberRows rows;
    private final Ledger ledger;
    private final Cache<Integer, LedgerNumber> byNumber =
            Caffeine.newBuilder().maximumSize(CACHED).build();
    private final Cache<Owner, LedgerNumber> byOwner =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    LedgerNumbers(LedgerNumberRows rows, Ledger ledger) {
        this.rows = rows;
        this.ledger = ledger;
    }

    /** Empty for a number that was given to nobody. */
    public Optional<LedgerNumber> find(int number) {
        LedgerNumber cached = byNumber.getIfPresent(number);
        if (cached != null) {
            return Optional.of(cached);
        }
        return rows.find(number).map(row -> keep(row.toLedgerNumber()));
    }

    /**
     * The number of this organisation and currency; a new one if there is none yet, committed on
     * its own before anything else is done with it.
     *
     * @throws ProblemException when the ledger can't say whether a new number is free
     */
    LedgerNumber of(UUID organisation, String currency, Deadline deadline) {
        LedgerNumber cached = byOwner.getIfPresent(new Owner(organisation, currency));
        if (cached != null) {
            return cached;
        }
        Optional<LedgerNumberRow> found = rows.find(organisation, currency);
        if (found.isEmpty()) {
            // Another may allocate at the same time: the first row stands, and the other number is
            // never used.
            rows.insert(freeNumber(new LedgerCall(organisation, deadline)), organisation, currency);
            found = rows.find(organisation, currency);
        }
        return keep(found.orElseThrow().toLedgerNumber());
    }

    /**
     * A number that the ledger does not know. A Postgres that was restored from an older backup may
     * give out numbers again, and the accounts behind them are somebody else's.
     */
    private int freeNumber(LedgerCall call) {
        while (!call.deadline().isOver()) {
            int number = rows.next();
            if (!LedgerReadings.answered(ledger.isLedgerNumberUsed(number, call))) {
                return number;
            }
        }
        throw ProblemException.of(
                ProblemCode.SERVICE_UNAVAILABLE, "no free ledger number was found in time");
    }

    private LedgerNumber keep(LedgerNumber number) {
        byNumber.put(number.number(), number);
        byOwner.put(new Owner(number.organisation(), number.currency()), number);
        return number;
    }

    private record Owner(UUID organisation, String currency) {}
}
