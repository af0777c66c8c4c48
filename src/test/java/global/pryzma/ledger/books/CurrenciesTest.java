package global.pryzma.ledger.books;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.Set;
import java.util.UUID;

@Execution(ExecutionMode.SAME_THREAD)
class CurrenciesTest {
    /** The JDK's table keeps what was withdrawn, and may not have the latest yet. */
    private static final Set<String> NEWER_THAN_THE_JDK = Set.of("XAD");

    private static final UUID NOBODY = UUID.randomUUID();

    private final Currencies currencies = ServiceUnderTest.shared().bean(Currencies.class);

    @Test
    void iso4217IsThere() {
        assertThat(currencies.find(NOBODY, "USD")).contains(new Currency("USD", 2));
        assertThat(currencies.find(NOBODY, "JPY")).contains(new Currency("JPY", 0));
        assertThat(currencies.find(NOBODY, "KWD")).contains(new Currency("KWD", 3));
        assertThat(currencies.find(NOBODY, "CLF")).contains(new Currency("CLF", 4));
        assertThat(currencies.find(NOBODY, "USD_GT")).contains(new Currency("USD_GT", 2));
    }

    @Test
    void whatIsNoCurrencyIsNotThere() {
        for (String code : Set.of("XXX", "XTS", "XAU", "XDR", "DEM", "HRK", "usd", "", "U\0D")) {
            assertThat(currencies.find(NOBODY, code)).as(code).isEmpty();
        }
    }

    @Test
    void exponentsAreThoseOfTheJdk() {
        int compared = 0;
        for (java.util.Currency known : java.util.Currency.getAvailableCurrencies()) {
            String code = known.getCurrencyCode();
            if (currencies.find(NOBODY, code).isPresent()) {
                assertThat(currencies.find(NOBODY, code))
                        .contains(new Currency(code, known.getDefaultFractionDigits()));
                compared++;
            }
        }
        assertThat(compared + NEWER_THAN_THE_JDK.size()).isGreaterThan(160);
    }
}
