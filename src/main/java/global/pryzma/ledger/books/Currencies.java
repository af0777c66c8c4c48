package global.pryzma.ledger.books;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.money.Currency;

import jakarta.inject.Singleton;

import java.util.Optional;

/** The currencies that exist. They are immutable and never go, so that each is read once. */
@Singleton
public final class Currencies {
    private static final int CACHED = 10_000;

    private final CurrencyRows rows;
    private final Cache<String, Currency> cache = Caffeine.newBuilder().maximumSize(CACHED).build();

    Currencies(CurrencyRows rows) {
        this.rows = rows;
    }

    /** The currency with this code; empty if there is none. */
    public Optional<Currency> find(String code) {
        if (!Currency.isCode(code)) {
            return Optional.empty();
        }
        Currency cached = cache.getIfPresent(code);
        if (cached != null) {
            return Optional.of(cached);
        }
        Optional<Currency> found =
                rows.find(code).map(row -> new Currency(row.code(), row.exponent()));
        found.ifPresent(currency -> cache.put(code, currency));
        return found;
    }
}
