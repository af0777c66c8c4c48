package global.pryzma.ledger.workload;

import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.testing.LedgerReader;
import global.pryzma.ledger.testing.Seed;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.TestProperties;

import java.util.Random;

/**
 * Random operations over HTTP, held against the model of the accounts. Alone, as many as one likes:
 * {@code mvn -q test-compile exec:exec -P workload -Doperations=100000 -Dseed=1}.
 */
final class Workload {
    /** The operations of one script; more are several scripts, each with accounts of its own. */
    static final int OPERATIONS = 2_000;

    private Workload() {}

    public static void main(String[] args) throws Exception {
        long operations = Long.getLong("operations", 20_000);
        long seed = Long.getLong("seed", Seed.any());
        try (ServiceUnderTest service = ServiceUnderTest.start(TestProperties.PATIENT)) {
            for (long done = 0; done < operations; done += OPERATIONS, seed++) {
                System.out.println("-Doperations=" + OPERATIONS + " -Dseed=" + seed);
                run(service, seed, OPERATIONS);
            }
            service.assertBooksBalance();
            System.out.println("Every answer was true.");
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** Runs the script of that seed. */
    static void run(ServiceUnderTest service, long seed, int operations) throws Exception {
        long salt = new Random().nextLong();
        try (LedgerReader ledger = new LedgerReader(service.bean(ClusterEndpoints.class))) {
            Trial trial = new Trial(service, ledger, salt);
            try {
                trial.run(ScriptWriter.write(seed, operations));
                System.out.println("Seed " + seed + ": " + trial.answers());
            } catch (Mismatch e) {
                System.out.println("Seed " + seed + ": " + e.getMessage() + "\nLooking for less.");
                throw new AssertionError(
                        "Seed %d: %s%n%n%s"
                                .formatted(
                                        seed,
                                        e.getMessage(),
                                        new Shrinking(service, ledger, salt).shortest(trial, e)),
                        e);
            }
        }
    }
}
