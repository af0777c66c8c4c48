package global.pryzma.ledger.job;

import global.pryzma.ledger.ledger.Deadline;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All background jobs of the service: runs each in its interval, logs its faults by its name and
 * reports its runs. The first run comes one interval after the start; no fault of a run, and no
 * Error either, keeps the next one from coming.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private static final Pattern NAME = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** A run ends after its next step, and no statement nor request to the ledger takes longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final List<Job> jobs;
    private final List<JobLoop> loops;
    private final Duration patience;

    /**
     * @param passes whether a fault goes away by itself, as that of a Postgres out of reach: it is
     *     worth a warning, and any other one an error
     */
    public Jobs(List<Job> jobs, Predicate<Throwable> passes) {
        this(jobs, passes, PATIENCE);
    }

    /**
     * @param patience how long {@link #close()} waits for the runs under way
     */
    Jobs(List<Job> jobs, Predicate<Throwable> passes, Duration patience) {
        check(jobs);
        this.jobs = jobs.stream().sorted(Comparator.comparing(Job::name)).toList();
        this.loops = this.jobs.stream().map(job -> new JobLoop(job, passes)).toList();
        this.patience = patience;
    }

    private static void check(List<Job> jobs) {
        Set<String> names = new HashSet<>();
        for (Job job : jobs) {
            String name = job.name();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("no name of a job: " + name);
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException("two jobs have the name " + name);
            }
            if (!job.interval().isPositive()) {
                throw new IllegalArgumentException(
                        "the interval of job %s is %s and must be more than nothing"
                                .formatted(name, job.interval()));
            }
        }
    }

    public void start() {
        LOG.info("Running {}", jobs.stream().map(Jobs::describe).collect(Collectors.joining(", ")));
        loops.forEach(JobLoop::start);
    }

    private static String describe(Job job) {
        return switch (job.sharing()) {
            case EXCLUSIVE ->
                    job.name() + " every " + job.interval() + " in one instance at a time";
            case SLICED, OWN -> job.name() + " every " + job.interval();
        };
    }

    /** How they are, by name. */
    public List<JobReport> reports() {
        return loops.stream().map(JobLoop::report).toList();
    }

    /** No run begins from now on, and those under way are to end soon. */
    public void stop() {
        loops.forEach(JobLoop::stop);
    }

    /** The same, and waits for the runs under way: afterwards they need nothing any more. */
    @Override
    public void close() {
        stop();
        Deadline deadline = Deadline.after(patience);
        try {
            for (JobLoop loop : loops) {
                if (!loop.awaitEnd(deadline.remaining())) {
                    LOG.warn("{} is still at work when the service ends", loop.report().name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
