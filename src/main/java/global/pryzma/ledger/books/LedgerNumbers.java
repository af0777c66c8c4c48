package global.pryzma.ledger.books;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The ledger numbers: which one stands for which (organisation, currency). Immutable, and so read
 * once each.
 */
@Singleton
public final class LedgerNumbers {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerNumbers.class);
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

    /** The owner of a number; empty if it was given to nobody. */
    public Optional<LedgerNumber> find(int number) {
        LedgerNumber cached = byNumber.getIfPresent(number);
        if (cached != null) {
            return Optional.of(cached);
        }
        return rows.find(number).map(row -> keep(row.toLedgerNumber()));
    }

    /** The number of an organisation and a currency; empty while nothing is kept in it. */
    public Optional<LedgerNumber> find(UUID organisation, String currency) {
        LedgerNumber cached = byOwner.getIfPresent(new Owner(organisation, currency));
        return cached != null
                ? Optional.of(cached)
                : rows.find(organisation, currency).map(row -> keep(row.toLedgerNumber()));
    }

    /**
     * The owner of a number that an account's row has.
     *
     * @throws ProblemException when the number's row is lost: whose account it is can't be told
     */
    public LedgerNumber require(int number) {
        return find(number)
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemCode.SERVICE_UNAVAILABLE,
                                "the owner of ledger number " + number + " is not known"));
    }

    /**
     * The owners of these numbers, as far as Postgres knows them at this moment. One that it has
     * lost, and that this instance remembers, gets its row again: a number never changes hands.
     */
    public Map<Integer, LedgerNumber> stored(Collection<Integer> numbers) {
        Map<Integer, LedgerNumber> stored = new HashMap<>();
        if (!numbers.isEmpty()) {
            rows.find(numbers).forEach(row -> stored.put(row.number(), keep(row.toLedgerNumber())));
        }
        for (int number : numbers) {
            LedgerNumber remembered = byNumber.getIfPresent(number);
            if (!stored.containsKey(number) && remembered != null && restore(remembered)) {
                stored.put(number, remembered);
            }
        }
        return stored;
    }

    private boolean restore(LedgerNumber lost) {
        rows.insert(lost.number(), lost.organisation(), lost.currency());
        if (rows.find(lost.number())
                .map(LedgerNumberRow::toLedgerNumber)
                .equals(Optional.of(lost))) {
            LOG.warn("the lost row of ledger number {} is made again", lost.number());
            return true;
        }
        // Its owner has been given another one meanwhile.
        forget(lost);
        return false;
    }

    private void forget(LedgerNumber number) {
        byNumber.invalidate(number.number());
        byOwner.invalidate(new Owner(number.organisation(), number.currency()));
    }

    /**
     * The number of the caller's organisation and this currency; a new one if there is none yet,
     * committed on its own before anything else is done with it.
     *
     * @param inUse tells the number under which the ledger has the account already that is to be
     *     opened, if it does: Postgres may have lost its row
     * @throws ProblemException when the ledger can't say whether a new number is free
     */
    public LedgerNumber of(LedgerCall call, String currency, Supplier<Optional<Integer>> inUse) {
        UUID organisation = call.organisation();
        Optional<LedgerNumberRow> found = rows.find(organisation, currency);
        LedgerNumber remembered = byOwner.getIfPresent(new Owner(organisation, currency));
        if (found.isEmpty() && remembered != null) {
            // What is opened under a number that only this instance knows would be nobody's to all
            // the others.
            restore(remembered);
            found = rows.find(organisation, currency);
        }
        if (found.isEmpty()) {
            // Another may allocate at the same time: the first row stands, and the other number is
            // never used.
            int number =
                    inUse.get()
                            .filter(used -> rows.find(used).isEmpty())
                            .orElseGet(() -> freeNumber(call));
            rows.insert(number, organisation, currency);
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

    /** The numbers of an organisation, at most so many. */
    public List<LedgerNumber> all(UUID organisation, int limit) {
        return rows.of(organisation, limit).stream()
                .map(row -> keep(row.toLedgerNumber()))
                .toList();
    }

    private LedgerNumber keep(LedgerNumber number) {
        LedgerNumber remembered = byNumber.getIfPresent(number.number());
        if (remembered != null && !remembered.equals(number)) {
            // A Postgres that lost its last seconds has lost who had it.
            forget(remembered);
        }
        byNumber.put(number.number(), number);
        byOwner.put(new Owner(number.organisation(), number.currency()), number);
        return number;
    }

    private record Owner(UUID organisation, String currency) {}
}
