package global.pryzma.ledger.books;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.UUID;

/**
 * The currencies that an organisation can use: everybody's, and its own. They are immutable and
 * never go. Everybody's are read once; a private one is read each time, for a Postgres that has
 * lost its last seconds may have lost it.
 */
@Singleton
public final class Currencies {
    private static final int CACHED = 1_000;

    private final CurrencyRows rows;
    private final Cache<String, CurrencyRow> everybodys =
            Caffeine.newBuilder().maximumSize(CACHED).build();

    Currencies(CurrencyRows rows) {
        this.rows = rows;
    }

    /** The currency with this code; empty if there is none, or if it is another organisation's. */
    public Optional<Currency> find(UUID organisation, String code) {
        return row(organisation, code).map(CurrencyRow::currency);
    }

    /**
     * The currency of an account.
     *
     * @throws ProblemException when it is lost: what the account's amounts mean can't be told
     */
    public Currency require(LedgerNumber number) {
        return find(number.organisation(), number.currency())
                .orElseThrow(() ->
                        ProblemException.of(
                                ProblemCode.SERVICE_UNAVAILABLE,
                                "currency " + number.currency() + " is lost: register it again"));
    }

    Optional<CurrencyRow> row(UUID organisation, String code) {
        if (!Currency.isCode(code)) {
            return Optional.empty();
        }
        CurrencyRow cached = everybodys.getIfPresent(code);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<CurrencyRow> found = rows.find(organisation, code).stream().findFirst();
        found.filter(row -> !row.isPrivate()).ifPresent(row -> everybodys.put(code, row));
        return found;
    }
}
