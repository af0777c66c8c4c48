package global.pryzma.ledger.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A job whose runs do what the test says. */
class FakeJob implements Job {
    private final String name;
    private final Duration interval;
    private final Run run;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private volatile boolean everTwoAtOnce;
    private volatile boolean stopped;

    /** A run, whose number is from 1. */
    @FunctionalInterface
    interface Run {
        void number(int number) throws Throwable;
    }

    FakeJob(String name, Run run) {
        this(name, Duration.ofMillis(1), run);
    }

    FakeJob(String name, Duration interval, Run run) {
        this.name = name;
        this.interval = interval;
        this.run = run;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        if (atOnce.incrementAndGet() > 1) {
            everTwoAtOnce = true;
        }
        try {
            run.number(begun.incrementAndGet());
        } catch (Throwable fault) {
            throw FakeJob.<RuntimeException>unchecked(fault);
        } finally {
            atOnce.decrementAndGet();
            ended.incrementAndGet();
        }
    }

    /** The fault itself, whatever it is. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(Throwable fault) throws T {
        throw (T) fault;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    int begun() {
        return begun.get();
    }

    int ended() {
        return ended.get();
    }

    boolean isStopped() {
        return stopped;
    }

    boolean wereEverTwoAtOnce() {
        return everTwoAtOnce;
    }

    /** Whether a run is under way or may come. */
    boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("job-" + name));
    }
}
