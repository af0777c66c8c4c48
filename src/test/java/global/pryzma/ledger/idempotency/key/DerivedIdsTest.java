package global.pryzma.ledger.idempotency.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.UUID;

/** The derivation is permanent; these vectors were computed by an independent implementation. */
class DerivedIdsTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0b9b2a5e-3c0f-4b1a-9a53-5f2f6f1e7c01");

    @ParameterizedTest
    @CsvSource({
        "018f3c5a-7b2c-7d3e-8f4a-5b6c7d8e9fa0, 018f3c5a-7b2c-8110-b88a-a1a13cb20000,"
                + " 018f3c5a-7b2c-8110-b88a-a1a13cb21ffd",
        "c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f, aba5e313-21e3-8561-a1fc-fff406648000,"
                + " aba5e313-21e3-8561-a1fc-fff406649ffd",
        "00000000-0000-0000-0000-000000000000, 43c2ca1f-3c72-88fc-b3bc-5a76082ce000,"
                + " 43c2ca1f-3c72-88fc-b3bc-5a76082cfffd",
        "ffffffff-ffff-ffff-ffff-ffffffffffff, 01ccf46a-049a-8403-a9cb-d386ab85e000,"
                + " 01ccf46a-049a-8403-a9cb-d386ab85fffd",
    })
    void goldenVectors(UUID key, UUID first, UUID last) {
        DerivedIds ids = DerivedIds.of(ORGANISATION, new IdempotencyKey(key));
        assertThat(ids.id(0).toUuid()).isEqualTo(first);
        assertThat(ids.id(8_189).toUuid()).isEqualTo(last);
        assertThat(first.version()).isEqualTo(8);
        assertThat(first.variant()).isEqualTo(2);
    }

    @Test
    void anotherOrganisationWithTheSameKeyGetsOtherIds() {
        IdempotencyKey key = new IdempotencyKey(UUID.randomUUID());
        assertThat(DerivedIds.of(ORGANISATION, key).id(0))
                .isNotEqualTo(DerivedIds.of(UUID.randomUUID(), key).id(0));
    }

    @Test
    void anIndexBeyondAMessageIsRefused() {
        DerivedIds ids = DerivedIds.of(ORGANISATION, new IdempotencyKey(UUID.randomUUID()));
        assertThatThrownBy(() -> ids.id(8_190)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ids.id(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
