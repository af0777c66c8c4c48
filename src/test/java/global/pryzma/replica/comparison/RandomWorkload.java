package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Operation;
import global.pryzma.replica.protocol.Reply;
import global.pryzma.replica.testing.RawClient;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A random workload that a server and the reference model both get, the model with the timestamps
 * that the server has given; every reply must be the model's, byte for byte.
 *
 * <p>What a reply may contain must not depend on when the server's sweep comes by: after time has
 * passed nothing else is asked until the server shows the balances that the model has.
 */
final class RandomWorkload {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final long SECOND = 1_000_000_000L;

    /** Messages make the server's time run ahead of a clock that stands, by less than this. */
    private static final long DRIFT = SECOND / 50;

    private static final int BIG_MESSAGES = 2;

    private final ComparedServer server;
    private final BodyClient client;
    private final int eventsMax;
    private final Dice dice;
    private final String seed;
    private final ReferenceModel model = new ReferenceModel();
    private final RandomAccounts accounts;
    private final RandomTransfers transfers;
    private final RandomReads reads;
    private final Map<Integer, Integer> accountCodes = new TreeMap<>();
    private final Map<Integer, Integer> transferCodes = new TreeMap<>();

    private long lastTimestamp;
    private int events;
    private int step;
    private int bigMessages;

    RandomWorkload(ComparedServer server, BodyClient client, MessageLimit limit, long seed) {
        this.server = server;
        this.client = client;
        this.eventsMax = limit == MessageLimit.FULL ? 8190 : 254;
        this.seed = "-Dtest.seed=" + seed;
        this.dice = new Dice(seed);
        this.accounts = new RandomAccounts(dice, model);
        this.transfers = new RandomTransfers(dice, model, server.isFrozen());
        this.reads = new RandomReads(dice, model);
    }

    /** How often each result of create_accounts came, by code. */
    Map<Integer, Integer> accountCodes() {
        return accountCodes;
    }

    /** How often each result of create_transfers came, by code. */
    Map<Integer, Integer> transferCodes() {
        return transferCodes;
    }

    int events() {
        return events;
    }

    ReferenceModel model() {
        return model;
    }

    /** Plays on until so many more events are created or refused, with restarts in between. */
    void play(int moreEvents, int restarts) throws Exception {
        int until = events + moreEvents;
        int perRestart = moreEvents / (restarts + 1);
        int nextRestart = events + perRestart;
        if (model.accounts().isEmpty()) {
            compare(ReferenceModel.CREATE_ACCOUNTS, accounts.first(12));
        }
        while (events < until) {
            step++;
            one();
            assertThat(endingMeanwhile())
                    .as(
                            "holds that the sweep may end between any two reads, step %d, %s",
                            step, seed)
                    .isEmpty();
            if (events >= nextRestart && events < until) {
                nextRestart += perRestart;
                restart();
            }
        }
        if (restarts > 0 && server.snapshotsLoaded() == 0) {
            restart(); // one large message may have passed the times of all of them
        }
        everything();
    }

    private void one() throws Exception {
        if (server.isFrozen() && dice.percent(40)) {
            // So that there is a past for imported events.
            aMomentPasses();
        }
        int kind = dice.below(100);
        if (kind < 12) {
            compare(ReferenceModel.CREATE_ACCOUNTS, accounts.message(dice.between(1, 25)));
        } else if (kind < 70) {
            compare(ReferenceModel.CREATE_TRANSFERS, transfers.message(size()));
        } else if (kind < 76) {
            timePasses();
        } else {
            read();
        }
    }

    private int size() {
        if (bigMessages < BIG_MESSAGES && dice.percent(1)) {
            bigMessages++;
            return eventsMax;
        }
        return dice.percent(70) ? dice.between(1, 30) : dice.between(30, 254);
    }

    private void read() throws Exception {
        switch (dice.below(7)) {
            case 0 -> compare(ReferenceModel.LOOKUP_ACCOUNTS, reads.allAccounts());
            case 1 -> compare(ReferenceModel.LOOKUP_ACCOUNTS, reads.someAccounts());
            case 2 -> compare(ReferenceModel.LOOKUP_TRANSFERS, reads.someTransfers());
            case 3 -> compare(ReferenceModel.GET_ACCOUNT_TRANSFERS, reads.accountFilter());
            case 4 -> compare(ReferenceModel.GET_ACCOUNT_BALANCES, reads.accountFilter());
            case 5 -> compare(ReferenceModel.QUERY_ACCOUNTS, reads.queryFilter());
            default -> compare(ReferenceModel.QUERY_TRANSFERS, reads.queryFilter());
        }
    }

    /** All that can be read: every account, and all transfers by pages and by accounts. */
    void everything() throws Exception {
        compare(ReferenceModel.LOOKUP_ACCOUNTS, reads.allAccounts());
        long from = 1;
        while (from != 0) {
            ByteBuffer page = ModelBytes.of(new byte[64]).putLong(40, from).putInt(56, 8190);
            byte[] rows = compare(ReferenceModel.QUERY_TRANSFERS, page.array());
            boolean full = rows.length == 8190 * 128;
            from = full ? ModelBytes.of(rows).getLong(rows.length - 8) + 1 : 0;
        }
        for (ModelAccount account : model.accounts()) {
            ByteBuffer filter = ModelBytes.of(new byte[128]).putInt(120, -1).putInt(124, 3);
            ModelBytes.u128(filter, 0, account.id);
            compare(ReferenceModel.GET_ACCOUNT_BALANCES, filter.array());
        }
    }

    private void aMomentPasses() {
        long now = server.clockNanos();
        long forward = 1 + dice.below(1_000_000);
        if (dueAt(now - DRIFT).size() == dueAt(now + forward + DRIFT).size()) {
            server.putForward(forward);
        }
    }

    /** Some time later some holds have expired. */
    private void timePasses() throws Exception {
        if (!server.isFrozen()) {
            if (dice.percent(10)) {
                holdsOfOneSecond(false);
            }
            return;
        }
        long before = server.clockNanos();
        long forward;
        do {
            forward = dice.below(10) * SECOND / 2 + dice.below(1_000_000);
        } while (anyExpiresNear(before + forward));
        server.putForward(forward);
        List<ModelTransfer> due = dueAt(before + forward);
        if (!due.isEmpty() && dice.percent(50)) {
            // Whether the sweep has been there yet or not.
            List<ModelTransfer> some = due.subList(0, Math.min(due.size(), 20));
            compare(ReferenceModel.CREATE_TRANSFERS, transfers.resolving(some));
        }
        settle();
    }

    /** With a restart or not before they expire. */
    private void holdsOfOneSecond(boolean restart) throws Exception {
        compare(ReferenceModel.CREATE_TRANSFERS, transfers.holdsOfOneSecond(20));
        if (dice.percent(50)) {
            List<ModelTransfer> some = model.open().reversed();
            some = some.subList(0, Math.min(some.size(), 5));
            compare(ReferenceModel.CREATE_TRANSFERS, transfers.resolving(some));
        }
        if (restart) {
            restartServer();
        }
        settle();
    }

    /** The first one has to find a snapshot; the others come whenever they come. */
    private void restart() throws Exception {
        if (server.snapshotsLoaded() == 0) {
            server.awaitSnapshot();
        }
        if (!server.isFrozen() && dice.percent(50)) {
            holdsOfOneSecond(true);
            return;
        }
        if (server.isFrozen()) {
            restartServer();
        } else {
            restartInTheMiddleOfARequest();
        }
        everything();
    }

    private void restartServer() throws Exception {
        server.restart();
        client.reopen();
    }

    /**
     * Of a client that asks again, as the native one does, but has not to wait for its next ping
     * before it is heard.
     */
    private void restartInTheMiddleOfARequest() throws Exception {
        int port = server.port();
        byte[] body = transfers.message(dice.between(1, eventsMax / 2));
        try (var asking = new RawClient(port)) {
            asking.register();
            byte[] request = asking.next(Operation.CREATE_TRANSFERS, body).frame();
            asking.send(request);
            if (dice.percent(50)) {
                Thread.sleep(dice.below(4));
            }
            restartServer();
            asking.reconnect(port);
            Reply reply = asking.exchange(request);
            check(
                    ReferenceModel.CREATE_TRANSFERS,
                    body,
                    new BodyClient.Answer(reply.body(), reply.timestamp()));
        }
    }

    private boolean anyExpiresNear(long time) {
        return dueAt(time + DRIFT).size() != dueAt(time - DRIFT).size();
    }

    private List<ModelTransfer> dueAt(long time) {
        BigInteger now = BigInteger.valueOf(time);
        return model.open().stream()
                .filter(t -> t.timeout != 0 && t.expiry().compareTo(now) <= 0)
                .toList();
    }

    /** The open holds that end while the test runs, though nobody lets time pass for them. */
    private List<ModelTransfer> endingMeanwhile() {
        return server.isFrozen() ? List.of() : dueAt(lastTimestamp + 1000 * SECOND);
    }

    /** Waits until the server has expired what is due. */
    private void settle() {
        await("the sweep, " + seed)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    byte[] ids = reads.allAccounts();
                    var answer = client.ask(ReferenceModel.LOOKUP_ACCOUNTS, ids);
                    lastTimestamp = answer.timestamp();
                    model.expire(server.isFrozen() ? server.clockNanos() : answer.timestamp());
                    byte[] expected = model.answer(ReferenceModel.LOOKUP_ACCOUNTS, ids, 0);
                    return endingMeanwhile().isEmpty() && Arrays.equals(expected, answer.body());
                });
    }

    private byte[] compare(int operation, byte[] body) throws Exception {
        return check(operation, body, client.ask(operation, body));
    }

    private byte[] check(int operation, byte[] body, BodyClient.Answer answer) {
        int count = 0;
        if (operation == ReferenceModel.CREATE_ACCOUNTS
                || operation == ReferenceModel.CREATE_TRANSFERS) {
            count = body.length / 128;
        }
        assertThat(answer.timestamp())
                .as("time of step %d, %s", step, seed)
                .isGreaterThanOrEqualTo(lastTimestamp + 1 + count);
        lastTimestamp = answer.timestamp();
        byte[] expected = model.answer(operation, body, answer.timestamp());
        if (!Arrays.equals(expected, answer.body())) {
            throw new AssertionError(
                    "step %d, operation %d, %s:%n%s"
                            .formatted(
                                    step,
                                    operation,
                                    seed,
                                    Difference.of(operation, body, expected, answer.body())));
        }
        if (count > 0) {
            events += count;
            count(operation, count, expected);
        }
        return expected;
    }

    private void count(int operation, int count, byte[] results) {
        Map<Integer, Integer> codes =
                operation == ReferenceModel.CREATE_ACCOUNTS ? accountCodes : transferCodes;
        ByteBuffer rows = ModelBytes.of(results);
        List<Integer> found = new ArrayList<>();
        for (int at = 0; at < results.length; at += 8) {
            found.add(rows.getInt(at + 4));
        }
        codes.merge(0, count - found.size(), Integer::sum);
        found.forEach(code -> codes.merge(code, 1, Integer::sum));
    }
}
