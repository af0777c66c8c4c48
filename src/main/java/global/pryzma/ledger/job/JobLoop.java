package global.pryzma.ledger.job;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The thread of one job: it waits, runs it, and waits again, until it is stopped. A thread for each
 * keeps them from waiting for each other, and two runs of one from being under way at once.
 */
final class JobLoop {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final Job job;
    private final String name;
    private final long intervalNanos;
    private final Predicate<Throwable> passes;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile JobReport report;

    /**
     * @param passes whether a fault goes away by itself, so that nobody has to look after it
     */
    JobLoop(Job job, Predicate<Throwable> passes) {
        this.job = job;
        this.name = job.name();
        this.intervalNanos = job.interval().toNanos();
        this.passes = passes;
        this.report = JobReport.beforeTheFirstRun(name);
        this.thread = Thread.ofPlatform().name("job-" + name).daemon().unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    JobReport report() {
        return report;
    }

    void stop() {
        stopped.countDown();
        try {
            job.stop();
        } catch (RuntimeException fault) { // the others are to be stopped as well
            LOG.error("{} can't be asked to stop", name, fault);
        }
    }

    /** Whether no run is under way, nor will be. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return thread.getState() == Thread.State.NEW || thread.join(patience);
    }

    private void loop() {
        while (!isStoppedWithinTheInterval()) {
            try {
                run();
            } catch (Throwable _) {
                // Of the log itself, for want of memory. The next run is tried all the same.
            }
        }
    }

    private boolean isStoppedWithinTheInterval() {
        while (true) {
            try {
                return stopped.await(intervalNanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException _) {
                // Nobody interrupts this thread but a run that has left it so: it waits anew.
            }
        }
    }

    private void run() {
        long began = System.nanoTime();
        report = report.begun(Instant.now());
        try {
            job.run();
        } catch (Throwable fault) { // an Error too: nobody else would run the job again
            report = report.failed(fault, since(began));
            log(fault);
            return;
        }
        long failures = report.failures();
        report = report.succeeded(Instant.now(), since(began));
        if (failures > 0) {
            LOG.info("{} works again; runs that had failed: {}", name, failures);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void log(Throwable fault) {
        if (stopped.getCount() == 0) {
            LOG.info("{} was ended together with the service: {}", name, fault.toString());
        } else if (passes.test(fault)) {
            LOG.warn("{} will be tried again: {}", name, fault.toString());
        } else {
            LOG.error("{} failed, and will be tried again", name, fault);
        }
    }
}
