package global.pryzma.ledger.idempotency.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

/** The form is permanent; these vectors were computed by an independent implementation. */
class FingerprintTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "transfers.create | {\"a\":1} |"
                        + " 2f6c56b5e80e37b6cb1d833ae7d5ec954d8c9bb219de74d066d0e82ae584f88f",
                "transfers.creat | e{\"a\":1} |"
                        + " a9599c0d0b9adeb5007dfc89ae43811f914276029ea25daef8f06ab865fc965d",
                "accounts.create | '' |"
                        + " 5cad749a8d756d12361469c5f04e1e6c75ac492995ba482795507c2db4856b47",
            })
    void goldenVectors(String operation, String command, String expected) {
        Fingerprint fingerprint =
                Fingerprint.of(operation, command.getBytes(StandardCharsets.UTF_8));
        assertThat(fingerprint).hasToString(expected);
        assertThat(fingerprint.bits64())
                .isEqualTo(Long.parseUnsignedLong(expected.substring(0, 16), 16));
        assertThat(Fingerprint.stored(fingerprint.bytes())).isEqualTo(fingerprint);
    }

    @Test
    void theLedgersNoneIsNeverAFingerprint() {
        assertThat(Fingerprint.stored(new byte[32]).bits64()).isEqualTo(1);
    }
}
