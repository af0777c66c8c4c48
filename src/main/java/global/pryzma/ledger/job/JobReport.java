package global.pryzma.ledger.job;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A job's runs in this instance. It tells of a fault no more than its class: messages may hold
 * statements and ids, and the report is public.
 *
 * @param lastStart when the last run began, which may still be under way
 * @param lastSuccess when the last run ended that did its work
 * @param lastDuration of the last run that has ended
 * @param failures how many runs in a row have failed until now
 * @param error the class of the last one's fault; null if it did not fail
 */
public record JobReport(
        String name,
        @Nullable Instant lastStart,
        @Nullable Instant lastSuccess,
        @Nullable Duration lastDuration,
        long failures,
        @Nullable String error) {
    private static final int CAUSES_LIMIT = 20;

    public JobReport {
        if (failures < 0 || failures > 0 != (error != null)) {
            throw new IllegalArgumentException(failures + " failures, the last with " + error);
        }
    }

    static JobReport beforeTheFirstRun(String name) {
        return new JobReport(name, null, null, null, 0, null);
    }

    JobReport begun(Instant now) {
        return new JobReport(name, now, lastSuccess, lastDuration, failures, error);
    }

    JobReport succeeded(Instant now, Duration duration) {
        return new JobReport(name, lastStart, now, duration, 0, null);
    }

    JobReport failed(Throwable fault, Duration duration) {
        return new JobReport(
                name, lastStart, lastSuccess, duration, failures + 1, classOfCause(fault));
    }

    public JobState state() {
        if (failures > 0) {
            return JobState.FAILING;
        }
        return lastSuccess == null ? JobState.WAITING : JobState.OK;
    }

    /** The first cause: what is around it says only who noticed. */
    private static String classOfCause(Throwable fault) {
        String name =
                Stream.iterate(fault, cause -> cause != null, Throwable::getCause)
                        .limit(CAUSES_LIMIT)
                        .reduce(fault, (_, cause) -> cause)
                        .getClass()
                        .getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
