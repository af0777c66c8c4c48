package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one way in which a service may end by itself: the native client of 0.16.30 aborts its process
 * when it learns twice that its session was evicted, as it does when it had to repeat its request
 * meanwhile.
 */
final class NativeAbort {
    private static final String EVICTED = "session evicted: reason=no_session";
    private static final String ABORTED = "panic: reached unreachable code";

    private NativeAbort() {}

    static void check(ServiceProcess ended) {
        assertThat(ended.output()).as("%s ended by itself", ended).contains(EVICTED, ABORTED);
    }
}
