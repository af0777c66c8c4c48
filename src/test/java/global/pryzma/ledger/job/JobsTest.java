package global.pryzma.ledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static java.util.concurrent.CompletableFuture.runAsync;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Jobs run whatever they do, each on its own, and not after the end. */
class JobsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Logger logger = (Logger) LoggerFactory.getLogger(Jobs.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final CountDownLatch release = new CountDownLatch(1);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null); // as its parent has it
        release.countDown();
    }

    @Test
    void noJobWaitsForAnother() {
        FakeJob slow = new FakeJob("slow", _ -> awaitRelease());
        FakeJob quick = new FakeJob("quick", _ -> {});
        try (Jobs jobs = start(slow, quick)) {
            await().atMost(SOON).until(() -> slow.begun() == 1);
            int before = quick.ended();
            await().atMost(SOON).until(() -> quick.ended() >= before + 3);
            assertThat(slow.ended()).isZero();
            assertThat(report(jobs, "slow").state()).isEqualTo(JobState.WAITING);
            assertThat(report(jobs, "slow").lastStart()).isNotNull();
            assertThat(report(jobs, "quick").state()).isEqualTo(JobState.OK);

            release.countDown();
            await().atMost(SOON).until(() -> slow.ended() >= 3);
        }
        assertThat(slow.wereEverTwoAtOnce()).isFalse();
        assertThat(quick.wereEverTwoAtOnce()).isFalse();
    }

    @Test
    void anErrorEndsTheRunAndNotTheJob() {
        StackOverflowError error = new StackOverflowError();
        FakeJob job = new FakeJob("deep", number -> failIf(number <= 2, error));
        try (Jobs jobs = start(job)) {
            await().atMost(SOON).until(() -> report(jobs, "deep").state() == JobState.OK);
            assertThat(report(jobs, "deep").failures()).isZero();
            assertThat(report(jobs, "deep").error()).isNull();
        }
        assertThat(logged(Level.ERROR))
                .hasSize(2)
                .allMatch(event -> event.getFormattedMessage().startsWith("deep failed"))
                .allMatch(event -> event.getThrowableProxy() != null);
        assertThat(logged(Level.INFO))
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("deep works again; runs that had failed: 2");
    }

    @Test
    void aFaultThatPassesIsWorthAWarningWithoutItsTrace() {
        FakeJob job = new FakeJob("cut-off", _ -> failIf(true, new Passing("no connection")));
        try (Jobs jobs = start(job)) {
            await().atMost(SOON).until(() -> report(jobs, "cut-off").failures() >= 2);
            assertThat(report(jobs, "cut-off").state()).isEqualTo(JobState.FAILING);
            assertThat(report(jobs, "cut-off").error()).isEqualTo("JobsTest$Passing");
            assertThat(report(jobs, "cut-off").lastSuccess()).isNull();
        }
        assertThat(logged(Level.ERROR)).isEmpty();
        assertThat(logged(Level.WARN))
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(event ->
                        event.getFormattedMessage().startsWith("cut-off will be tried again")
                                && event.getFormattedMessage().contains("no connection")
                                && event.getThrowableProxy() == null);
    }

    @Test
    void aRunThatLeavesItsThreadInterruptedIsNotTheLast() {
        FakeJob job = new FakeJob("rude", _ -> Thread.currentThread().interrupt());
        try (Jobs _ = start(job)) {
            await().atMost(SOON).until(() -> job.ended() >= 3);
        }
    }

    @Test
    void theFirstRunComesAnIntervalAfterTheStart() {
        FakeJob later = new FakeJob("later", Duration.ofHours(1), _ -> {});
        FakeJob quick = new FakeJob("quick", _ -> {});
        try (Jobs jobs = start(later, quick)) {
            await().atMost(SOON).until(() -> quick.ended() >= 3);
            assertThat(later.begun()).isZero();
            assertThat(report(jobs, "later")).isEqualTo(JobReport.beforeTheFirstRun("later"));
        }
        assertThat(later.hasThread()).as("the end does not wait for the interval").isFalse();
        assertThat(later.begun()).isZero();
    }

    @Test
    void theEndWaitsForTheRunUnderWayAndNoneBeginsAfterwards() {
        FakeJob job = new FakeJob("busy", number -> awaitRelease());
        Jobs jobs = start(job);
        await().atMost(SOON).until(() -> job.begun() == 1);
        CompletableFuture<Void> end = runAsync(jobs::close);
        await().atMost(SOON).until(job::isStopped);
        assertThat(end).isNotDone();

        release.countDown();
        end.join();
        assertThat(job.ended()).isOne();
        assertThat(job.hasThread()).isFalse();
        assertThat(job.begun()).isOne();
        assertThat(report(jobs, "busy").state()).isEqualTo(JobState.OK);
    }

    @Test
    void theEndDoesNotWaitForEver() {
        FakeJob job = new FakeJob("deaf", number -> awaitRelease());
        Jobs jobs = new Jobs(List.of(job), _ -> false, Duration.ofMillis(20));
        jobs.start();
        await().atMost(SOON).until(() -> job.begun() == 1);
        jobs.close();
        assertThat(job.ended()).isZero();
        assertThat(logged(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("deaf is still at work when the service ends");

        release.countDown();
        await().atMost(SOON).until(() -> !job.hasThread());
        assertThat(job.begun()).isOne();
    }

    @Test
    void aFaultOfTheEndIsNone() {
        FakeJob job =
                new FakeJob(
                        "cut-short",
                        _ -> {
                            awaitRelease();
                            throw new IllegalStateException("closed");
                        });
        Jobs jobs = start(job);
        await().atMost(SOON).until(() -> job.begun() == 1);
        jobs.stop();
        release.countDown();
        jobs.close();
        assertThat(job.hasThread()).isFalse();
        assertThat(logged(Level.ERROR)).isEmpty();
        assertThat(logged(Level.WARN)).isEmpty();
    }

    @Test
    void whatWasNeverStartedEndsAtOnce() {
        FakeJob job = new FakeJob("idle", _ -> {});
        new Jobs(List.of(job), _ -> false).close();
        assertThat(job.begun()).isZero();
    }

    @Test
    void eachNameIsThereOnce() {
        assertThatThrownBy(() -> jobs(new FakeJob("same", _ -> {}), new FakeJob("same", _ -> {})))
                .hasMessage("two jobs have the name same");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Purge", "purge 2", "-purge", "purge-", "a--b", "a_b"})
    void aNameIsOfLowerCaseWords(String name) {
        assertThatThrownBy(() -> jobs(new FakeJob(name, _ -> {})))
                .hasMessage("no name of a job: " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void aJobThatRanAllTheTimeIsRefused(Duration interval) {
        assertThatThrownBy(() -> jobs(new FakeJob("hasty", interval, _ -> {})))
                .hasMessageContaining("interval of job hasty is " + interval);
    }

    @Test
    void theyAreReportedByName() {
        assertThat(jobs(new FakeJob("sweep", _ -> {}), new FakeJob("purge", _ -> {})).reports())
                .extracting(JobReport::name)
                .containsExactly("purge", "sweep");
    }

    private static Jobs jobs(Job... jobs) {
        return new Jobs(List.of(jobs), Passing.class::isInstance);
    }

    private static Jobs start(Job... list) {
        Jobs jobs = jobs(list);
        jobs.start();
        return jobs;
    }

    private static JobReport report(Jobs jobs, String name) {
        return jobs.reports().stream()
                .filter(report -> report.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitRelease() throws InterruptedException {
        assertThat(release.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private static void failIf(boolean condition, Throwable fault) throws Throwable {
        if (condition) {
            throw fault;
        }
    }

    private List<ILoggingEvent> logged(Level level) {
        return List.copyOf(log.list).stream().filter(it -> it.getLevel() == level).toList();
    }

    /** A fault that goes away by itself. */
    private static final class Passing extends RuntimeException {
        Passing(String message) {
            super(message);
        }
    }
}
