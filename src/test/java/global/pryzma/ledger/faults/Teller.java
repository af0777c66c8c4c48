package global.pryzma.ledger.faults;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.organisation.DemoOrganisation;
import global.pryzma.ledger.testing.ServiceClient;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A client that asks for one thing after the other; what, its random numbers say. */
final class Teller {
    private static final int REFERENCES = 12;
    private static final int BREAK_MILLIS = 150;
    private static final int FLOOD = 30;
    private static final int RECENT = 20;
    private static final int FEW = 6;

    /** More than two messages hold. */
    private static final int MANY = 3 * FaultHarness.MAX_EVENTS;

    private static final String LARGE_METADATA =
            ",\"metadata\":{"
                    + IntStream.range(0, 50)
                            .mapToObj(i -> "\"key-%d\":\"%s\"".formatted(i, "x".repeat(450)))
                            .collect(Collectors.joining(","))
                    + "}";

    private final Round round;
    private final Random random;
    private final ExecutorService threads;
    private final int unasked;

    /**
     * A client.
     *
     * @param unasked how many of a hundred payments it sends once and does not ask for again
     */
    Teller(Round round, Random random, ExecutorService threads, int unasked) {
        this.unasked = unasked;
        this.round = round;
        this.random = random;
        this.threads = threads;
    }

    /**
     * Works as long as it is wanted.
     *
     * @param most how many things it asks for at most
     */
    void work(BooleanSupplier wanted, int most) throws Exception {
        for (int i = 0; i < most && wanted.getAsBoolean(); i++) {
            askForSomething();
            Thread.sleep(random.nextInt(BREAK_MILLIS));
        }
    }

    private void askForSomething() throws Exception {
        if (random.nextInt(100) < 20) {
            askForSomethingRare();
            return;
        }
        int choice = random.nextInt(100);
        if (choice < 14) {
            askPerhaps(payment());
        } else if (choice < 22) {
            batch();
        } else if (choice < 27) {
            entry();
        } else if (choice < 33) {
            askPerhaps(hold());
        } else if (choice < 43) {
            endHold();
        } else if (choice < 51) {
            reverse();
        } else if (choice < 60) {
            Story earlier = round.any(random);
            round.ask(earlier, earlier.first());
        } else if (choice < 68) {
            reuse(round.any(random));
        } else if (choice < 75) {
            atOnce();
        } else if (choice < 90) {
            cancel();
        } else if (choice < 95) {
            Command broke = Command.transfer(round.poor(), account(), amount(), "");
            round.ask(round.begin(random, broke), broke);
        } else {
            Command opening = Command.account(round.program(), "business", "Opened");
            round.ask(round.begin(random, opening), opening);
        }
    }

    private void askForSomethingRare() throws Exception {
        switch (random.nextInt(9)) {
            case 0, 1 -> ask(Command.freeze(unsteady()));
            case 2, 3 -> ask(Command.activate(unsteady()));
            case 4 -> ask(Command.transfer(account(), unsteady(), amount(), ""));
            case 5 -> closeAfterUse();
            case 6 -> cancelUnknown();
            case 7 -> payBeforehand();
            case 8 -> flood();
            default -> throw new IllegalStateException();
        }
        round.inquire(round.any(random), round.site().balanced().get());
    }

    /** Some of it is sent once, and nobody asks what became of it. */
    private void askPerhaps(Command command) {
        Story story = round.begin(random, command);
        if (random.nextInt(100) < unasked) {
            round.askInPassing(story, command, round.site().balanced().get());
        } else {
            round.ask(story, command);
        }
    }

    /** A few or more than a message holds, sent once or asked for until it ends, or cancelled. */
    private void batch() {
        List<Command> items = new ArrayList<>();
        int size = 1 + random.nextInt(random.nextInt(3) == 0 ? MANY : FEW);
        for (int i = 0; i < size; i++) {
            items.add(random.nextInt(6) == 0 ? hold("") : payment(""));
        }
        boolean atomic = size <= FEW && random.nextBoolean();
        Command batch = Command.batch(atomic, items);
        if (random.nextInt(4) == 0) {
            Story story = round.begin(random, batch);
            round.askInPassing(story, batch, round.site().balanced().get());
            round.cancel(random, story);
        } else {
            askPerhaps(batch);
        }
    }

    /** A new one, or the end of one, by one client or several at once. */
    private void entry() throws Exception {
        if (round.entries().isEmpty() || random.nextInt(3) > 0) {
            Map<UUID, Long> credits = new HashMap<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                credits.put(account(), amount());
            }
            askPerhaps(Command.entry(account(), credits, words()));
        } else {
            Command reversal = Command.reverseEntry(recent(round.entries()));
            if (random.nextBoolean()) {
                askAtOnce(List.of(reversal, reversal));
            } else {
                askPerhaps(reversal);
            }
        }
    }

    /** Some expire while the round lasts, some long after it, some never. */
    private Command hold() {
        return hold(words());
    }

    private Command hold(String words) {
        long timeout = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : random.nextInt(2) * 86_400;
        UUID debit = account();
        return Command.hold(debit, otherThan(debit), amount(), timeout, words);
    }

    /** One that there is, by one client or several at once, or one that is made at this moment. */
    private void endHold() throws Exception {
        int choice = random.nextInt(8);
        if (choice == 0 || round.holds().isEmpty()) {
            Command hold = hold();
            Story made = round.begin(random, hold);
            Command end = end(Replay.id(made), true);
            Story ended = round.begin(random, end);
            Future<?> making = threads.submit(() -> round.ask(made, hold));
            round.ask(ended, end);
            making.get();
        } else if (choice < 3) {
            UUID hold = recent(round.holds());
            askAtOnce(List.of(end(hold, false), end(hold, false), end(hold, false)));
        } else {
            askPerhaps(end(recent(round.holds()), false));
        }
    }

    private Command end(UUID hold, boolean early) {
        return random.nextInt(3) == 0
                ? Command.follow(hold, "void", "", early)
                : Command.follow(hold, "post", random.nextBoolean() ? "" : part(), early);
    }

    /** A transfer or a hold, which may not be posted, by one client or several at once. */
    private void reverse() throws Exception {
        List<UUID> all = random.nextInt(4) == 0 ? round.holds() : round.payments();
        if (all.isEmpty()) {
            return;
        }
        UUID original = recent(all);
        if (random.nextInt(3) == 0) {
            askAtOnce(List.of(reversal(original), reversal(original), reversal(original)));
        } else {
            askPerhaps(reversal(original));
        }
    }

    private Command reversal(UUID original) {
        return Command.follow(original, "reverse", random.nextInt(3) == 0 ? "" : part(), false);
    }

    private String part() {
        return "{\"amount\":\"%d\"%s}".formatted(amount(), words());
    }

    private UUID recent(List<UUID> all) {
        List<UUID> now = List.copyOf(all);
        return now.get(now.size() - 1 - random.nextInt(Math.min(RECENT, now.size())));
    }

    private void askAtOnce(List<Command> commands) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (Command command : commands) {
            Story story = round.begin(random, command);
            running.add(threads.submit(() -> round.ask(story, command)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private Reply ask(Command command) {
        return round.ask(round.begin(random, command), command);
    }

    /** An account that others may pay into just while it is closed. */
    private void closeAfterUse() throws Exception {
        Reply opened = ask(Command.account(round.program(), "consumer", "Short-lived"));
        if (!opened.isSuccess()) {
            return; // somebody has cancelled it
        }
        UUID account = UUID.fromString(opened.json().path("id").asText());
        Command payment =
                random.nextBoolean()
                        ? Command.transfer(account(), account, amount(), "")
                        : Command.hold(account(), account, amount(), random.nextInt(3), "");
        Story paid = round.begin(random, payment);
        Command close = Command.close(account);
        Story closed = round.begin(random, close);
        Future<?> paying = threads.submit(() -> round.ask(paid, payment));
        round.ask(closed, close);
        paying.get();
    }

    /** A key that nobody has seen yet, as if its request were still on its way. */
    private void cancelUnknown() {
        Command payment = payment();
        Story story = round.begin(random, payment);
        round.cancel(random, story);
        round.ask(story, payment);
    }

    /** A payment to an account that is opened at the same moment: its id is known beforehand. */
    private void payBeforehand() throws Exception {
        Command opening = Command.account(round.program(), "business", "Expected");
        Story story = round.begin(random, opening);
        UUID account =
                DerivedIds.of(DemoOrganisation.ID, new IdempotencyKey(story.key())).id(0).toUuid();
        Command payment = Command.earlyTransfer(account(), account, amount());
        Story paid = round.begin(random, payment);
        Future<?> paying = threads.submit(() -> round.ask(paid, payment));
        round.ask(story, opening);
        paying.get();
    }

    /** Many large requests at the same moment, which nobody waits for. */
    private void flood() throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            Command payment = payment(LARGE_METADATA);
            Story story = round.begin(random, payment);
            ServiceClient service = round.site().balanced().get();
            running.add(threads.submit(() -> round.askInPassing(story, payment, service)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    private UUID unsteady() {
        return round.unsteady().get(random.nextInt(round.unsteady().size()));
    }

    /** Another content under a key that has been used. */
    private void reuse(Story story) {
        if (story.commands().size() == 1) {
            round.ask(story, payment());
        }
    }

    /** The same key from several clients at the same moment, one of them with another content. */
    private void atOnce() throws Exception {
        Command payment = payment();
        Story story = round.begin(random, payment);
        Command other = random.nextBoolean() ? payment : payment();
        List<Future<?>> running = new ArrayList<>();
        for (Command command : List.of(payment, other, payment)) {
            running.add(threads.submit(() -> round.ask(story, command)));
        }
        for (Future<?> one : running) {
            one.get();
        }
    }

    /** Something that may still be on its way, or anything that was asked for earlier. */
    private void cancel() {
        if (random.nextInt(3) == 0) {
            round.cancel(random, round.any(random));
        } else {
            Command payment = payment();
            Story story = round.begin(random, payment);
            round.askInPassing(story, payment, round.site().balanced().get());
            round.cancel(random, story);
        }
    }

    private Command payment() {
        return payment(words());
    }

    private Command payment(String words) {
        UUID debit = account();
        return Command.transfer(debit, otherThan(debit), amount(), words);
    }

    private UUID otherThan(UUID debit) {
        UUID credit = account();
        while (credit.equals(debit)) {
            credit = account();
        }
        return credit;
    }

    /** What Postgres keeps of a transfer; a reference is one that others want too. */
    private String words() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> ",\"description\":\"Payment " + random.nextInt(1000) + "\"";
            case 2 ->
                    ",\"reference\":\"%s/%d\",\"metadata\":{\"by\":\"teller\"}"
                            .formatted(round.program(), random.nextInt(REFERENCES));
            default -> "";
        };
    }

    private UUID account() {
        return round.accounts().get(random.nextInt(round.accounts().size()));
    }

    private long amount() {
        return 1 + random.nextInt(200);
    }
}
