package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;

import io.micronaut.scheduling.annotation.Scheduled;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Settles the keys in doubt that nobody retries: asks the ledger for what it has of them and
 * records that. What the ledger does not have stays in doubt, as it may still be on its way, until
 * it is fenced off after {@link IdempotencySettings#fenceAfter()}. No plan is ever submitted here.
 * Any number of instances may do this at once: they share the list.
 */
@Singleton
class Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(Resolver.class);

    private static final int SCAN_SLICE = 20_000;
    private static final int SETTLED_AT_ONCE = 200;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Transactions transactions;
    private final Settlement settlement;
    private final IdempotencySettings configuration;

    Resolver(
            Transactions transactions,
            IdempotencyEngine engine,
            IdempotencySettings configuration) {
        this.transactions = transactions;
        this.settlement = engine.settlement();
        this.configuration = configuration;
    }

    @Scheduled(
            fixedDelay = "${pryzma.idempotency.resolve-interval:5s}",
            initialDelay = "${pryzma.idempotency.resolve-interval:5s}")
    void resolve() {
        orLater("the search for keys in doubt", this::search);
        orLater("the settling of keys in doubt", this::settle);
    }

    /** One of them is done even if the other can't be. */
    private static void orLater(String what, Runnable work) {
        try {
            work.run();
        } catch (WriteFailure failure) {
            LOG.warn("{} will be tried again: {}", what, failure.getMessage());
        }
    }

    private void search() {
        boolean more;
        do {
            more =
                    transactions.run(connection ->
                            InDoubtTable.scan(connection, configuration.doubtAfter(), SCAN_SLICE));
        } while (more);
    }

    private void settle() {
        while (settleDue() == SETTLED_AT_ONCE) {
            LOG.debug("more keys are in doubt");
        }
    }

    /** How many keys there were to ask for; 0 as well when the ledger is out of reach. */
    private int settleDue() {
        List<ScopedKey> keys =
                transactions.run(connection ->
                        InDoubtTable.takeDue(
                                connection, configuration.resolveInterval(), SETTLED_AT_ONCE));
        Due taken = read(keys);
        List<ScopedKey> settled = new ArrayList<>();
        int asked = keys.size() - taken.keys().size();
        for (ScopedKey key : taken.keys()) {
            ClaimedKey row = taken.rows().get(key);
            if (row == null || row.response() != null) {
                settled.add(key);
            } else if (!row.leased()) {
                Settlement.Settled result = settle(row);
                if (result instanceof Settlement.Unanswered(var problem)
                        && problem.code() == ProblemCode.LEDGER_UNAVAILABLE) {
                    break;
                }
                if (result instanceof Settlement.Recorded
                        || result instanceof Settlement.Released) {
                    settled.add(key);
                }
            }
            asked++;
        }
        if (!settled.isEmpty()) {
            transactions.run(connection -> {
                InDoubtTable.forget(connection, settled);
                return settled;
            });
        }
        return asked;
    }

    /** One by one if need be, so that a row that can't be read holds up no other. */
    private Due read(List<ScopedKey> keys) {
        try {
            return new Due(keys, transactions.run(connection -> KeyTable.find(connection, keys)));
        } catch (WriteFailure failure) {
            checkPersistent(failure);
        }
        List<ScopedKey> readable = new ArrayList<>();
        Map<ScopedKey, ClaimedKey> rows = new HashMap<>();
        for (ScopedKey key : keys) {
            try {
                rows.putAll(
                        transactions.run(connection -> KeyTable.find(connection, List.of(key))));
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

    private Settlement.Settled settle(ClaimedKey row) {
        boolean tooOld = row.claimedAt().plus(configuration.fenceAfter()).isBefore(Instant.now());
        Settlement.Settled result;
        try {
            result =
                    tooOld
                            ? settlement.cancel(row, Deadline.after(DEADLINE))
                            : settlement.resolve(row, Deadline.after(DEADLINE));
        } catch (RuntimeException fault) { // others wait behind it
            LOG.error("key {} can't be settled", row.key(), fault);
            return new Settlement.Unanswered(Problem.of(ProblemCode.INTERNAL_ERROR));
        }
        if (result instanceof Settlement.Recorded(RecordedResponse response)) {
            LOG.info("key {} was in doubt: it is a {} now", row.key(), response.status());
        } else if (tooOld && result instanceof Settlement.Unanswered(Problem problem)) {
            LOG.warn("key {} stays in doubt: {}", row.key(), problem.detail());
        }
        return result;
    }

    /** Keys to be asked for, and the rows of those that still have one. */
    private record Due(List<ScopedKey> keys, Map<ScopedKey, ClaimedKey> rows) {}
}
