package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.List;

class PageTest {
    @Test
    void thereIsACursorExactlyWhenThereIsMore() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Page<>(List.of(1), true, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Page<>(List.of(1), false, "c"));
    }
}
