package global.pryzma.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

class AmountTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "1",
                "1050",
                "999999999999999999",
                "1000000000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "18446744073709551615",
                "18446744073709551616",
                "340282366920938463463374607431768211454",
            })
    void canonicalDigitsAreReadAndWrittenAlike(String digits) {
        Amount amount = Amount.parse(digits).orElseThrow();
        assertThat(amount).hasToString(digits);
        assertThat(amount.toBigInteger()).isEqualTo(new BigInteger(digits));
        assertThat(Amount.of(new BigInteger(digits))).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "01",
                "-1",
                "+1",
                "1.0",
                "1e3",
                " 1",
                "1 ",
                "1,000",
                "0x10",
                "\u0661",
                "340282366920938463463374607431768211455",
                "340282366920938463463374607431768211456",
                "999999999999999999999999999999999999999",
                "1000000000000000000000000000000000000000",
            })
    void anythingElseIsNoAmount(String text) {
        assertThat(Amount.parse(text)).isEmpty();
    }

    @Test
    void orderIsUnsigned() {
        assertThat(Amount.MAX).isGreaterThan(Amount.of(Long.MAX_VALUE)).isLessThan(Amount.ALL);
        assertThat(new Amount(0, -1)).isGreaterThan(Amount.of(1));
        assertThat(new Amount(1, 0)).isGreaterThan(new Amount(0, -1));
    }

    @Test
    void outOfRangeIsRefused() {
        assertThatThrownBy(() -> Amount.of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Amount.of(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Amount.of(BigInteger.ONE.shiftLeft(128)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
