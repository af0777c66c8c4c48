package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrialsTest {
    private final Trials trials = new Trials();

    @Test
    void eachInVainMakesThePauseLongerUntilOneSucceeds() {
        assertThat(pause()).isZero();
        for (int pause : new int[] {1, 2, 4, 8, 16, 32, 64, 64}) {
            trials.ended(false);
            assertThat(pause()).isEqualTo(pause);
        }
        trials.ended(true);
        assertThat(pause()).isZero();
        trials.ended(false);
        assertThat(pause()).isOne();
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
