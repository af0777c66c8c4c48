package global.pryzma.ledger.operations.availability;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Random;

class PercentageTest {
    private static final long QUARTER = Duration.ofDays(90).toSeconds() * 1_000_000;

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.00",
        "1, 1, 100.00",
        "1, 3, 33.33",
        "2, 3, 66.66",
        "9999, 10000, 99.99",
        "99989, 100000, 99.98",
        "99999, 100000, 99.99",
        "86399999999, 86400000000, 99.99",
        "7775999999999, 7776000000000, 99.99",
        "1, 7776000000000, 0.00",
        "7776000000000, 7776000000000, 100.00",
    })
    void itIsCut(long part, long whole, String percent) {
        assertThat(Percentage.of(micros(part), micros(whole))).isEqualTo(percent);
    }

    @Test
    void nothingIsNoPartOfNothing() {
        assertThat(Percentage.of(Duration.ZERO, Duration.ZERO)).isNull();
    }

    @Test
    void onlyAllIsAHundred() {
        Random random = new Random(Seed.of(PercentageTest.class));
        for (int i = 0; i < 10_000; i++) {
            long whole = 1 + random.nextLong(QUARTER);
            long part =
                    random.nextBoolean()
                            ? whole - random.nextLong(Math.min(whole, 50))
                            : random.nextLong(whole);
            String exact =
                    new BigDecimal(part)
                            .multiply(BigDecimal.valueOf(100))
                            .divide(new BigDecimal(whole), 2, RoundingMode.DOWN)
                            .toPlainString();
            assertThat(Percentage.of(micros(part), micros(whole)))
                    .as("%d of %d", part, whole)
                    .isEqualTo(exact);
            assertThat(exact.equals("100.00")).isEqualTo(part == whole);
        }
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
