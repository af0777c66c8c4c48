package global.pryzma.ledger.faults;

import global.pryzma.ledger.testing.process.LedgerProcess;
import global.pryzma.ledger.testing.process.Pause;
import global.pryzma.ledger.testing.process.PostgresProcess;
import global.pryzma.ledger.testing.process.ServiceProcess;
import global.pryzma.ledger.testing.process.Site;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Lets all parts of a site fail, each in its own lane, so that faults of several overlap: the
 * instances always, Postgres and the ledger where they are ours.
 */
final class Chaos {
    /** Of another part, for each fault of an instance: it has to be able to start between them. */
    private static final int OTHERS = 3;

    private final Lane instances;
    private final List<Lane> others = new ArrayList<>();
    private final ExecutorService threads;

    Chaos(Site site, Random random, ExecutorService threads) {
        this.instances = new Lane(ofInstances(site), new Random(random.nextLong()));
        Random ofPostgres = new Random(random.nextLong());
        Random ofLedger = new Random(random.nextLong());
        site.postgres().ifPresent(it -> others.add(new Lane(ofPostgres(it), ofPostgres)));
        site.ledger().ifPresent(it -> others.add(new Lane(ofLedger(it), ofLedger)));
        this.threads = threads;
    }

    /** So many faults of the instances, and those of the other parts meanwhile. */
    void run(int faults, Tally tally) throws Exception {
        Future<?> first =
                threads.submit(() -> {
                    for (int i = 0; i < faults; i++) {
                        instances.next(tally);
                    }
                    return null;
                });
        List<Future<?>> running = new ArrayList<>(List.of(first));
        for (Lane lane : others) {
            running.add(
                    threads.submit(() -> {
                        for (int i = 0; i < OTHERS * faults && !first.isDone(); i++) {
                            lane.next(tally);
                        }
                        return null;
                    }));
        }
        // A lane that has failed leaves its part broken, which others may not get over.
        for (Future<?> lane : running.reversed()) {
            lane.get();
        }
    }

    private static List<Lane.Fault> ofInstances(Site site) {
        return List.of(
                new Lane.Fault(
                        "kill -9 of an instance",
                        random -> {
                            ServiceProcess instance = any(site, random);
                            instance.kill();
                            during(random, 1_000);
                            instance.startInTheEnd();
                        }),
                new Lane.Fault(
                        "SIGTERM of an instance",
                        random -> {
                            ServiceProcess instance = any(site, random);
                            instance.terminate();
                            instance.startInTheEnd();
                        }),
                new Lane.Fault(
                        "SIGSTOP of an instance",
                        random -> {
                            try (Pause pause = any(site, random).pause()) {
                                during(random, 6_000);
                            }
                        }),
                new Lane.Fault(
                        "kill -9 of both instances",
                        random -> {
                            site.instances().forEach(ServiceProcess::kill);
                            during(random, 500);
                            site.start();
                        }));
    }

    private static List<Lane.Fault> ofPostgres(PostgresProcess postgres) {
        return List.of(
                new Lane.Fault(
                        "restart of Postgres",
                        random -> postgres.restart(PostgresProcess.Shutdown.FAST)),
                new Lane.Fault(
                        "crash of Postgres",
                        random -> {
                            postgres.stop(PostgresProcess.Shutdown.IMMEDIATE);
                            during(random, 1_500);
                            postgres.start();
                        }),
                new Lane.Fault(
                        "SIGSTOP of Postgres",
                        random -> {
                            try (Pause pause = postgres.pause()) {
                                during(random, 4_500);
                            }
                        }));
    }

    private static List<Lane.Fault> ofLedger(LedgerProcess ledger) {
        return List.of(
                new Lane.Fault(
                        "kill -9 of the ledger",
                        random -> {
                            ledger.kill();
                            during(random, 2_000);
                            ledger.start();
                        }),
                new Lane.Fault(
                        "kill -9 of the ledger, and a slow start",
                        random -> {
                            ledger.kill();
                            during(random, 1_000);
                            ledger.start(Duration.ofMillis(random.nextInt(5_000)));
                        }),
                new Lane.Fault(
                        "SIGSTOP of the ledger",
                        random -> {
                            try (Pause pause = ledger.pause()) {
                                during(random, 5_000);
                            }
                        }),
                new Lane.Fault("dropped replies", random -> ledger.drop(1 + random.nextInt(5))),
                new Lane.Fault(
                        "delayed replies",
                        random ->
                                ledger.delay(
                                        1 + random.nextInt(5),
                                        Duration.ofMillis(random.nextInt(2_500)))),
                new Lane.Fault(
                        "duplicate replies", random -> ledger.duplicate(1 + random.nextInt(20))),
                new Lane.Fault("evicted sessions", random -> ledger.evict(random.nextInt(64))));
    }

    private static ServiceProcess any(Site site, Random random) {
        return site.instances().get(random.nextInt(site.instances().size()));
    }

    /** How long a fault lasts is part of it. */
    private static void during(Random random, int mostMillis) throws InterruptedException {
        Thread.sleep(random.nextInt(mostMillis));
    }
}
