package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class TrialsTest {
    private final Trials trials = new Trials();

    @Test
    void eachInVainMakesThePauseLongerUntilOneSucceeds() {
        assertThat(pause()).isZero();
        for (int pause : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
            assertThat(trials.run(Optional::empty)).isEmpty();
            assertThat(pause()).isEqualTo(pause);
        }
        assertThat(trials.run(() -> Optional.of("done"))).contains("done");
        assertThat(pause()).isZero();
        assertThatIllegalStateException().isThrownBy(() -> trials.run(this::fail));
        assertThat(pause()).isOne();
    }

    private Optional<String> fail() {
        throw new IllegalStateException("for the test");
    }

    /** How many batches are not written on trial before one is. */
    private int pause() {
        int batches = 0;
        while (!trials.isNextDue()) {
            batches++;
        }
        return batches;
    }
}
