package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.process.LedgerProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Two instances of the service, clients that retry as the public guide says, and faults of every
 * part meanwhile. After each round everything works again, each key is asked until it has its
 * definite answer, and what was answered is held against the ledger.
 *
 * <p>Alone, for as long as one likes: {@code mvn -q test-compile exec:exec -P faults -Dminutes=60
 * -Dseed=1 -Dunasked=100}. The seed decides what clients ask for and which faults happen when; how
 * they race can't be repeated.
 */
final class FaultHarness {
    /**
     * How much is done.
     *
     * @param rounds at most
     * @param time after which no further round begins
     * @param tellers clients at once
     * @param faults of the instances in each round; the other parts fail meanwhile
     * @param mostRequests that each client begins in a round
     * @param unasked of a hundred payments, how many are sent once and not asked for again
     */
    record Extent(
            int rounds, Duration time, int tellers, int faults, int mostRequests, int unasked) {}

    /** So few in a message that batches are divided. */
    static final int MAX_EVENTS = 16;

    /** How many payments of a hundred nobody asks for again, unless more are asked for. */
    static final int UNASKED = 20;

    /**
     * What clients have left in doubt is looked at soon, and often, and soon made impossible: later
     * than any of them goes on asking where everything works. Messages are small.
     */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "pryzma.ledger.max-events", Integer.toString(MAX_EVENTS),
                    "pryzma.idempotency.doubt-after", "4s",
                    "pryzma.idempotency.resolve-interval", "500ms",
                    "pryzma.idempotency.fence-after", "30s");

    private static final Duration UNTIL_EVERY_KEY_ENDS = Duration.ofSeconds(120);

    private static final Duration SUPERVISION = Duration.ofMillis(200);

    private final Site site;
    private final long seed;
    private final Extent extent;
    private final Tally aborts = new Tally();

    private FaultHarness(Site site, long seed, Extent extent) {
        this.site = site;
        this.seed = seed;
        this.extent = extent;
    }

    public static void main(String[] args) throws Exception {
        exitWithParent();
        long minutes = Long.getLong("minutes", 10);
        long seed = Long.getLong("seed", Seed.any());
        Path runs = Files.createDirectories(Path.of("target", "faults").toAbsolutePath());
        Path folder = Files.createTempDirectory(runs, "run-");
        System.out.println("Everything that it keeps is in " + folder);
        try {
            run(
                    folder,
                    seed,
                    new Extent(
                            Integer.MAX_VALUE,
                            Duration.ofMinutes(minutes),
                            12,
                            4,
                            400,
                            Integer.getInteger("unasked", UNASKED)));
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Starts a site in the folder and puts it through it all; throws when something is wrong. */
    static void run(Path folder, long seed, Extent extent) throws Exception {
        System.out.println("FaultHarness: -Dseed=" + seed);
        try (Site site = new Site(folder, SETTINGS)) {
            site.start();
            try {
                new FaultHarness(site, seed, extent).run();
            } catch (Throwable e) {
                System.out.println(site.printed());
                throw e;
            }
        }
    }

    private void run() throws Exception {
        List<Audit> audits = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> supervisor = threads.submit(this::supervise);
            try {
                rounds(audits, threads, supervisor);
            } finally {
                threads.shutdownNow(); // clients would go on asking for a long time
            }
        }
        for (Audit audit : audits) {
            audit.checkLedger();
        }
        System.out.printf(
                "Seed %d, %d rounds, %d transfers: every answer was true. %s%n",
                seed,
                audits.size(),
                audits.stream().mapToInt(Audit::acknowledgedTransfers).sum(),
                aborts);
    }

    /** Until it is interrupted, or an instance has ended for a reason of its own. */
    private Void supervise() {
        try {
            while (true) {
                for (ServiceProcess instance : site.instances()) {
                    if (instance.supervise()) {
                        aborts.count("native client aborted instance " + instance);
                    }
                }
                Thread.sleep(SUPERVISION);
            }
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void rounds(List<Audit> audits, ExecutorService threads, Future<?> supervisor)
            throws Exception {
        Instant end = Instant.now().plus(extent.time());
        Random random = new Random(seed);
        Chaos chaos = new Chaos(site, new Random(random.nextLong()), threads);
        while (audits.size() < extent.rounds() && Instant.now().isBefore(end)) {
            audits.add(round(audits.size() + 1, chaos, new Random(random.nextLong()), threads));
            if (audits.size() > 1) {
                // What was still under way then has had its chance to do harm.
                Audit previous = audits.get(audits.size() - 2);
                previous.checkLedger();
                previous.forgetNotes();
            }
            if (supervisor.isDone()) {
                supervisor.get();
            }
        }
    }

    private Audit round(int number, Chaos chaos, Random random, ExecutorService threads)
            throws Exception {
        Instant start = Instant.now();
        site.awaitWell();
        Round round = new Round(site, random);
        Tally faults = new Tally();
        AtomicBoolean wanted = new AtomicBoolean(true);
        List<Future<?>> tellers = new ArrayList<>();
        for (int i = 0; i < extent.tellers(); i++) {
            Teller teller =
                    new Teller(round, new Random(random.nextLong()), threads, extent.unasked());
            tellers.add(
                    threads.submit(() -> {
                        teller.work(wanted::get, extent.mostRequests());
                        return null;
                    }));
        }
        try {
            chaos.run(extent.faults(), faults);
        } finally {
            wanted.set(false);
        }
        site.ledger().ifPresent(LedgerProcess::clear);
        for (Future<?> teller : tellers) {
            teller.get();
        }
        site.awaitWell();
        settle(round, random, threads);
        Audit audit = new Audit(round);
        audit.checkLedger();
        audit.checkService();
        System.out.printf(
                "Round %d (%d s): %s%n  %d keys, %d transfers; requests %s%n  definite answers"
                        + " %s%n",
                number,
                Duration.between(start, Instant.now()).toSeconds(),
                faults,
                round.stories().size(),
                audit.acknowledgedTransfers(),
                round.requests(),
                round.answers());
        return audit;
    }

    /**
     * Each instance gives each key's definite answer, the one that was given before. Some of what
     * nobody knows the end of is cancelled first; some nobody asks for until it has ended by
     * itself, and that every key does.
     */
    private void settle(Round round, Random random, ExecutorService threads) throws Exception {
        List<Story> unasked = new ArrayList<>();
        List<Story> asked = new ArrayList<>();
        for (Story story : round.stories()) {
            (random.nextInt(3) == 0 ? unasked : asked).add(story);
        }
        settle(round, asked, random, threads);
        await().atMost(UNTIL_EVERY_KEY_ENDS)
                .untilAsserted(() ->
                        assertThat(
                                        site.count(
                                                "SELECT count(*) FROM idempotency_key"
                                                        + " WHERE recorded_at IS NULL"))
                                .as("keys that have not ended")
                                .isZero());
        settle(round, unasked, random, threads);
    }

    private void settle(Round round, List<Story> which, Random random, ExecutorService threads)
            throws Exception {
        Queue<Story> stories = new ConcurrentLinkedQueue<>(which);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < extent.tellers(); i++) {
            Random own = new Random(random.nextLong());
            running.add(
                    threads.submit(() -> {
                        for (Story it = stories.poll(); it != null; it = stories.poll()) {
                            settle(round, it, own);
                        }
                    }));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private void settle(Round round, Story story, Random random) {
        if (story.isOpen() && random.nextBoolean()) {
            round.cancel(random, story);
        }
        for (Command command : story.commands()) {
            for (ServiceProcess instance : site.instances()) {
                round.ask(story, command, instance);
            }
        }
    }

    /** A Maven that is stopped does not stop what it runs. */
    private static void exitWithParent() {
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    }
}
