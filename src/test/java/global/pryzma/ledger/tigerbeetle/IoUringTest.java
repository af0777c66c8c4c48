package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What an operator is told where io_uring can't be used. */
class IoUringTest {
    @Test
    void itWorksWhereTheOtherTestsDo() {
        assertThat(IoUring.whyNot()).isEmpty();
    }

    @Test
    void aSystemThatForbidsItIsToldWhatAllowsIt() {
        for (int forbidden : new int[] {1, 38}) {
            assertThat(IoUring.why(forbidden).orElseThrow())
                    .contains("io_uring_setup", "infra/seccomp.json", "kernel.io_uring_disabled");
        }
        assertThat(IoUring.why(12).orElseThrow()).contains("lockable memory");
        assertThat(IoUring.why(24).orElseThrow()).contains("error 24");
    }
}
