package global.pryzma.ledger.idempotency.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.ledger.LedgerId;

import org.junit.jupiter.api.Test;

import java.util.UUID;

/** The ids of companions. The golden values are permanent. */
class CompanionIdsTest {
    private static final LedgerId OWNER = id("018f4e5c-8a00-8234-9abc-def012346000");

    private static LedgerId id(String uuid) {
        return LedgerId.of(UUID.fromString(uuid));
    }

    @Test
    void theyDifferFromTheirOwnersInTheVersionAlone() {
        assertThat(CompanionIds.first(OWNER)).isEqualTo(id("018f4e5c-8a00-9234-9abc-def012346000"));
        assertThat(CompanionIds.second(OWNER))
                .isEqualTo(id("018f4e5c-8a00-a234-9abc-def012346000"));
    }

    @Test
    void onlyWhatWasDerivedFromAKeyHasAny() {
        LedgerId derived =
                DerivedIds.of(new UUID(1, 2), new IdempotencyKey(new UUID(0x7000, -1L))).id(8_189);
        assertThat(CompanionIds.areOf(derived)).isTrue();
        for (LedgerId other :
                new LedgerId[] {
                    CompanionIds.first(OWNER),
                    CompanionIds.second(OWNER),
                    LedgerId.NONE,
                    id("018f4e5c-8a00-7234-9abc-def012346000")
                }) {
            assertThat(CompanionIds.areOf(other)).isFalse();
            assertThatThrownBy(() -> CompanionIds.first(other))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
