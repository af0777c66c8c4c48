package global.pryzma.ledger.testing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the test process closes when it ends: in turn, and what was opened last first, since it may
 * need what was there before.
 */
public final class AtExit {
    private static final Deque<Runnable> CLOSES = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll));
    }

    private AtExit() {}

    /** Is called once, at the end. */
    public static void run(Runnable close) {
        synchronized (CLOSES) {
            CLOSES.push(close);
        }
    }

    private static void closeAll() {
        synchronized (CLOSES) {
            for (Runnable close : CLOSES) {
                try {
                    close.run();
                } catch (RuntimeException e) {
                    // The others are to be closed all the same.
                    e.printStackTrace();
                }
            }
        }
    }
}
