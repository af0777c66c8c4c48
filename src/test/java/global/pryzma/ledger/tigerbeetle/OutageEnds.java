package global.pryzma.ledger.tigerbeetle;

import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerStatus.State;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.replica.server.EmbeddedReplica;
import global.pryzma.replica.server.ReplicaSettings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Outages in great number, each seen by several gateways of one process: every one of their lanes
 * must get over every one of them, and the process must live. Says at its end how many there were,
 * how long the gateways took to be served again, and "survived".
 *
 * <p>Arguments: an empty folder, how many outages, how many gateways, for how many seconds nobody
 * listens at least, a seed. A run of its own:
 *
 * <pre>
 * mvn -q test-compile exec:exec -P outages                   # 250 outages of 8 gateways
 * mvn -q test-compile exec:exec -P outages -Doutages=1 -Dseconds=3600
 * </pre>
 */
final class OutageEnds {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OutageEnds() {}

    public static void main(String[] args) throws Exception {
        int outages = Integer.parseInt(args[1]);
        int gateways = Integer.parseInt(args[2]);
        long seconds = Long.parseLong(args[3]);
        Random random = new Random(Long.parseLong(args[4]));
        List<Long> recoveries = new ArrayList<>();
        try (EmbeddedReplica replica =
                EmbeddedReplica.start(ReplicaSettings.in(Path.of(args[0])))) {
            TestGenesis genesis = new TestGenesis();
            List<TigerBeetleLedger> ledgers = new ArrayList<>();
            List<CountedClients> clients = new ArrayList<>();
            for (int i = 0; i < gateways; i++) {
                CountedClients counted =
                        new CountedClients(
                                new NativeClients(
                                        new ClusterEndpoints(
                                                LedgerId.NONE, List.of(replica.address()))));
                clients.add(counted);
                ledgers.add(
                        new TigerBeetleLedger(
                                counted,
                                genesis,
                                (lane, now) -> {},
                                LedgerOnReplica.quickToNotice(),
                                new Metrics()));
                awaitState(ledgers, State.AVAILABLE);
            }
            for (int outage = 0; outage < outages; outage++) {
                replica.stopAnswering();
                awaitState(ledgers, State.UNAVAILABLE);
                if (random.nextBoolean()) {
                    flap(replica, random);
                }
                Thread.sleep(1_000 * seconds + random.nextInt(400));
                long back = System.nanoTime();
                replica.startAnswering();
                awaitState(ledgers, State.AVAILABLE);
                recoveries.add((System.nanoTime() - back) / 1_000_000);
            }
            // One in use for each lane, one slow one at most, for seconds.
            await().atMost(PATIENCE)
                    .until(() -> clients.stream().allMatch(each -> each.living() == 2));
            Collections.sort(recoveries);
            System.out.printf(
                    "%d outages of %d gateways; back after %d ms (median), %d ms (longest); at most"
                            + " %d clients of a gateway at once%n",
                    outages,
                    gateways,
                    recoveries.get(recoveries.size() / 2),
                    recoveries.getLast(),
                    clients.stream().mapToInt(CountedClients::mostLiving).max().orElse(0));
        }
        System.out.println("survived");
        Runtime.getRuntime().halt(0);
    }

    /**
     * It lets connections in, is silent, and is gone again: clients are opened and not answered.
     */
    private static void flap(EmbeddedReplica replica, Random random) throws Exception {
        replica.startAnswering(Duration.ofMinutes(10));
        Thread.sleep(random.nextInt(300));
        replica.stopAnswering();
    }

    private static void awaitState(List<TigerBeetleLedger> ledgers, State state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> ledgers.stream().allMatch(ledger -> ledger.status().state() == state));
    }
}
