package global.pryzma.ledger.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/** A client that asks for one thing after the other; what, its random numbers say. */
final class Teller {
    private static final int REFERENCES = 12;
    private static final int BREAK_MILLIS = 150;

    private final Round round;
    private final Random random;
    private final ExecutorService threads;

    Teller(Round round, Random random, ExecutorService threads) {
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
        int choice = random.nextInt(100);
        if (choice < 40) {
            Command payment = payment();
            round.ask(round.begin(random, payment), payment);
        } else if (choice < 51) {
            Command payment = payment();
            round.askInPassing(
                    round.begin(random, payment), payment, round.site().balanced().get());
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
        UUID debit = account();
        UUID credit = account();
        while (credit.equals(debit)) {
            credit = account();
        }
        return Command.transfer(debit, credit, amount(), words());
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
