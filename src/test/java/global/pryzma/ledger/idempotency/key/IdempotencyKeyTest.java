package global.pryzma.ledger.idempotency.key;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.UUID;

class IdempotencyKeyTest {
    @Test
    void anyUuidIsAKeyInUpperAndLowerCase() {
        UUID uuid = UUID.fromString("c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f");
        assertThat(IdempotencyKey.parse("c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f"))
                .contains(new IdempotencyKey(uuid));
        assertThat(IdempotencyKey.parse("C5D7A0A2-6B1E-4C53-9F0E-2C7A44B1D90F"))
                .contains(new IdempotencyKey(uuid));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90",
                "c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f ",
                " c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f",
                "{c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f}",
                "c5d7a0a26b1e4c539f0e2c7a44b1d90f",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "g5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f",
                "c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f,c5d7a0a2-6b1e-4c53-9f0e-2c7a44b1d90f",
            })
    void anythingElseIsNone(String text) {
        assertThat(IdempotencyKey.parse(text)).isEmpty();
    }
}
