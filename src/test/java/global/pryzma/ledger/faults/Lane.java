package global.pryzma.ledger.faults;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * What can go wrong with one part. One fault follows the other, in an order that is drawn: each
 * happens once before any happens again. At its end the part works as before.
 */
final class Lane {
    private static final int LULL_MILLIS = 1_200;

    private final List<Fault> faults;
    private final Random random;
    private final Deque<Fault> drawn = new ArrayDeque<>();

    /** Takes its decisions from the random numbers alone. */
    Lane(List<Fault> faults, Random random) {
        this.faults = List.copyOf(faults);
        this.random = random;
    }

    /** A fault, which passes before its work is done. */
    record Fault(String name, Work work) {}

    /** What makes a fault. */
    interface Work {
        void run(Random random) throws Exception;
    }

    /** After a while of peace, one fault. */
    void next(Tally tally) throws Exception {
        if (drawn.isEmpty()) {
            List<Fault> shuffled = new ArrayList<>(faults);
            Collections.shuffle(shuffled, random);
            drawn.addAll(shuffled);
        }
        Thread.sleep(random.nextInt(LULL_MILLIS));
        Fault fault = drawn.removeFirst();
        tally.count(fault.name());
        fault.work().run(random);
    }
}
