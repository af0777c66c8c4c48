package global.pryzma.ledger.benchmark;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A closed loop of threads that block, each of which does the same again and again. */
final class Crowd implements AutoCloseable {
    /** What one of them does. */
    @FunctionalInterface
    interface Member extends AutoCloseable {
        /** Once; its time is taken. False if it was refused and has to be tried again. */
        boolean act() throws Exception;

        @Override
        default void close() throws Exception {}
    }

    private final Meter meter = new Meter();
    private final List<Member> members = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private Crowd(int size, Callable<Member> each) throws Exception {
        for (int i = 0; i < size; i++) {
            members.add(each.call());
        }
        for (Member member : members) {
            threads.add(Thread.ofPlatform().daemon().name("crowd").start(() -> go(member)));
        }
    }

    static Crowd start(int size, Callable<Member> each) throws Exception {
        return new Crowd(size, each);
    }

    /** Keeps up the load for a while, as {@link Load#run} does. */
    static Measured run(
            int size, Callable<Member> each, Duration warmUp, Duration time, Runnable onStart)
            throws Exception {
        try (Crowd crowd = start(size, each)) {
            return crowd.meter.measure(warmUp, time, onStart);
        }
    }

    private void go(Member member) {
        try {
            while (!stopping && failure == null) {
                long began = System.nanoTime();
                if (member.act()) {
                    meter.took(System.nanoTime() - began);
                } else {
                    meter.refused();
                }
            }
        } catch (Throwable wrong) {
            failure = wrong;
        }
    }

    /** Of what it has measured by now. */
    Meter meter() {
        return meter;
    }

    /** Waits for what is under way; throws when something went wrong. */
    @Override
    public void close() throws Exception {
        stopping = true;
        for (Thread thread : threads) {
            thread.join();
        }
        for (Member member : members) {
            member.close();
        }
        if (failure != null) {
            throw new IllegalStateException("a load has failed", failure);
        }
    }
}
