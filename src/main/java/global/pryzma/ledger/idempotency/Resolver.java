package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.job.Job;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Settles the keys in doubt that nobody retries: asks the ledger for what it has of them and
 * records that. What the ledger does not have stays in doubt, as it may still be on its way, until
 * it is fenced off after {@link IdempotencySettings#fenceAfter()}. No plan is ever submitted here.
 * Any number of instances may do this at once: they share the list.
 */
@Singleton
class Resolver implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private static final int SCAN_SLICE = 20_000;

    /** They share a few messages to the ledger, and a few transactions. */
    private static final int SETTLED_AT_ONCE = 512;

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Transactions transactions;
    private final Settlement settlement;
    private final IdempotencySettings configuration;
    private final BacklogMeters meters;
    private volatile boolean stopped;

    Resolver(
            Transactions transactions,
            IdempotencyEngine engine,
            IdempotencySettings configuration,
            BacklogMeters meters) {
        this.transactions = transactions;
        this.settlement = engine.settlement();
        this.configuration = configuration;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "resolver";
    }

    @Override
    public Duration interval() {
        return configuration.resolveInterval();
    }

    @Override
    public Sharing sharing() {
        return Sharing.SLICED;
    }

    @Override
    public void run() {
        try {
            search();
        } finally {
            settle(); // what is listed, even if the search can't be done
        }
        meters.areInDoubt(transactions.runJob(InDoubtTable::summary));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void search() {
        boolean more;
        do {
            more =
                    transactions.runJob(connection ->
                            InDoubtTable.scan(connection, configuration.doubtAfter(), SCAN_SLICE));
        } while (more && !stopped);
    }

    private void settle() {
        while (!stopped && settleDue() == SETTLED_AT_ONCE) {
            LOG.debug("more keys are in doubt");
        }
    }

    /** How many keys there were to ask for; 0 as well when the ledger is out of reach. */
    private int settleDue() {
        if (!settlement.isPossible()) {
            return 0;
        }
        List<ScopedKey> keys =
                transactions.runJob(connection ->
                        InDoubtTable.takeDue(
                                connection, configuration.resolveInterval(), SETTLED_AT_ONCE));
        if (keys.isEmpty()) {
            return 0;
        }
        Set<ScopedKey> large = transactions.runJob(connection -> KeyTable.large(connection, keys));
        boolean reached =
                settleTogether(keys.stream().filter(key -> !large.contains(key)).toList());
        // One after the other: so many commands of thousands of items would fill the memory.
        for (ScopedKey key : large) {
            reached &= settleTogether(List.of(key));
        }
        return reached ? keys.size() : 0;
    }

    /** Whether the ledger was in reach. */
    private boolean settleTogether(List<ScopedKey> keys) {
        Due taken = read(keys);
        List<ScopedKey> settled = new ArrayList<>();
        List<ClaimedKey> open = new ArrayList<>();
        for (ScopedKey key : taken.keys()) {
            ClaimedKey row = taken.rows().get(key);
            if (row == null || row.response() != null) {
                settled.add(key);
            } else if (!row.leased()) {
                open.add(row);
            }
        }
        int recorded = 0;
        boolean outOfReach = false;
        for (var one : settledTogether(open).entrySet()) {
            switch (one.getValue().resultNow().orElse(null)) {
                case Settled.Recorded _ -> {
                    settled.add(one.getKey());
                    recorded++;
                }
                case Settled.Released _ -> settled.add(one.getKey());
                case Settled.Unanswered(Problem problem) ->
                        outOfReach |= problem.code() == ProblemCode.LEDGER_UNAVAILABLE;
                case Settled.NotReleased _ -> {}
                case null -> {}
            }
        }
        forget(settled);
        if (recorded > 0) {
            LOG.info("{} keys were in doubt and have their responses now", recorded);
        }
        return !outOfReach;
    }

    private Map<ScopedKey, Future<Optional<Settled>>> settledTogether(List<ClaimedKey> open) {
        Convoy convoy = settlement.convoy(open.size(), DEADLINE);
        Settlement together = settlement.by(convoy);
        Map<ScopedKey, Future<Optional<Settled>>> done = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ClaimedKey row : open) {
                done.put(
                        row.key(),
                        threads.submit(() -> {
                            try {
                                return settle(together, row);
                            } finally {
                                convoy.leave();
                            }
                        }));
            }
        }
        return done;
    }

    private void forget(List<ScopedKey> settled) {
        if (!settled.isEmpty()) {
            transactions.runJob(connection -> {
                InDoubtTable.forget(connection, settled);
                return settled;
            });
        }
    }

    /** One by one if need be, so that a row that can't be read holds up no other. */
    private Due read(List<ScopedKey> keys) {
        try {
            return new Due(
                    keys, transactions.runJob(connection -> KeyTable.find(connection, keys)));
        } catch (WriteFailure failure) {
            checkPersistent(failure);
        }
        List<ScopedKey> readable = new ArrayList<>();
        Map<ScopedKey, ClaimedKey> rows = new HashMap<>();
        for (ScopedKey key : keys) {
            try {
                rows.putAll(
                        transactions.runJob(connection -> KeyTable.find(connection, List.of(key))));
                readable.add(key);
            } catch (WriteFailure failure) {
                checkPersistent(failure);
                LOG.error("the row of key {} can't be read", key, failure);
            }
        }
        return new Due(readable, rows);
    }

    /** Without Postgres there is nothing that could be read. */
    private static void checkPersistent(WriteFailure failure) {
        if (failure.isTransient()) {
            throw failure;
        }
    }

    /** Empty if it stays as it is. */
    private Optional<Settled> settle(Settlement together, ClaimedKey row) {
        boolean tooOld = row.age().compareTo(configuration.fenceAfter()) > 0;
        Optional<Settled> result;
        try {
            result =
                    tooOld
                            ? Optional.of(together.cancel(row, Deadline.after(DEADLINE)))
                            : together.resolve(row, Deadline.after(DEADLINE));
        } catch (RuntimeException fault) { // others wait behind it
            LOG.error("key {} can't be settled", row.key(), fault);
            return Optional.of(new Settled.Unanswered(Problem.of(ProblemCode.INTERNAL_ERROR)));
        }
        if (result.orElse(null) instanceof Settled.Recorded(_, RecordedResponse response, _)) {
            LOG.debug("key {} was in doubt: it is a {} now", row.key(), response.status());
        } else if (tooOld && result.orElse(null) instanceof Settled.Unanswered(Problem problem)) {
            LOG.warn("key {} stays in doubt: {}", row.key(), problem.detail());
        }
        return result;
    }

    /** Keys to be asked for, and the rows of those that still have one. */
    private record Due(List<ScopedKey> keys, Map<ScopedKey, ClaimedKey> rows) {}
}
