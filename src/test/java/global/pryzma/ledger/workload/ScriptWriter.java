package global.pryzma.ledger.workload;

import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Judgement;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Movement;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Words;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes scripts from random numbers alone. A model of its own, in which everything happens in the
 * order in which it is written, tells it where the limits are: what is just enough and what just
 * too much, which holds are open and which are over.
 *
 * <p>Each client has accounts of its own, where only it can be the cause of an answer, and there
 * are some that all use.
 */
final class ScriptWriter {
    private static final int CLIENTS = 8;
    private static final int REFERENCES = 40;
    private static final long STEP_NANOS = 2_000_000;
    private static final String CURRENCY = "USD_GT";

    /** The types of the accounts that all use; others have a settlement account first as well. */
    private static final List<String> SHARED =
            List.of("settlement", "fee", "consumer", "consumer", "consumer", "business", "reserve");

    private static final List<String> OWN =
            List.of("settlement", "consumer", "consumer", "business");

    private final Random random;
    private final Names names = new Names(new UUID(0, 1), new UUID(0, 2), 0);
    private final Model model = new Model();
    private final List<Step> opening = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<UUID, Integer> numbers = new HashMap<>();

    /** By client, and of all after the last one: accounts, transfers and what was asked for. */
    private final List<Circle> circles = new ArrayList<>();

    private ScriptWriter(long seed) {
        this.random = new Random(seed);
    }

    /** The objects that some clients, or one, work with, by the steps that make them. */
    private static final class Circle {
        private final List<Integer> accounts = new ArrayList<>();
        private final List<Integer> transfers = new ArrayList<>();
        private final List<Integer> entries = new ArrayList<>();
        private final List<Step> mutations = new ArrayList<>();
    }

    static Script write(long seed, int operations) {
        ScriptWriter writer = new ScriptWriter(seed);
        for (int i = 0; i <= CLIENTS; i++) {
            writer.circles.add(new Circle());
            for (String type : i < CLIENTS ? OWN : SHARED) {
                writer.open(i, type);
            }
        }
        int first = writer.opening.size();
        while (writer.steps.size() + first < operations) {
            writer.step();
        }
        return new Script(writer.opening, writer.steps);
    }

    private void open(int circle, String type) {
        int number = opening.size();
        Action.Open open = new Action.Open(type, CURRENCY, type + " " + number);
        opening.add(new Step(number, circle % CLIENTS, open));
        happens(number, open);
        circles.get(circle).accounts.add(number);
    }

    private int next() {
        return opening.size() + steps.size();
    }

    private long now() {
        return (next() + 1) * STEP_NANOS;
    }

    private boolean happens(int number, Action.Mutation mutation) {
        Operation operation = mutation.operation(names);
        numbers.put(names.id(number), number);
        if (!model.judge(operation, now()).equals(Judgement.DONE)) {
            return false;
        }
        model.carryOut(operation, names.id(number), now());
        return true;
    }

    private void step() {
        int client = random.nextInt(CLIENTS);
        Circle circle = circles.get(random.nextBoolean() ? client : CLIENTS);
        int choice = random.nextInt(100);
        if (choice < 62 || circle.mutations.isEmpty()) {
            mutate(client, circle, mutation(circle));
        } else if (choice < 66) {
            Step earlier = any(circle.mutations);
            add(client, new Action.Again(earlier.number(), content(earlier)));
        } else if (choice < 68) {
            atOnce(client, circle);
        } else if (choice < 71) {
            other(client);
        } else if (choice < 75) {
            cancel(client, circle);
        } else if (choice < 77) {
            add(client, new Action.Look(any(circle.mutations).number()));
        } else if (choice < 84) {
            add(client, new Action.ReadAccount(any(circle.accounts)));
        } else if (choice < 89 && !circle.transfers.isEmpty()) {
            add(client, new Action.ReadTransfer(any(circle.transfers)));
        } else if (choice < 90 && !circle.entries.isEmpty()) {
            add(client, new Action.ReadEntry(any(circle.entries)));
        } else if (choice < 91) {
            add(client, new Action.FindReference(reference()));
        } else if (choice < 94) {
            add(client, new Action.ReadTransfers(any(circle.accounts), 1 + random.nextInt(30)));
        } else {
            add(client, new Action.Bad(any(List.of(BadRequest.values()))));
        }
    }

    private Step add(int client, Action action) {
        Step step = new Step(next(), client, action);
        steps.add(step);
        return step;
    }

    private void mutate(int client, Circle circle, Action.Mutation mutation) {
        Step step = new Step(next(), client, mutation);
        happens(step.number(), mutation);
        steps.add(step);
        remember(circle, step);
    }

    private static void remember(Circle circle, Step step) {
        circle.mutations.add(step);
        switch ((Action.Mutation) step.action()) {
            case Action.Open _ -> circle.accounts.add(step.number());
            case Action.Pay _, Action.PostHold _, Action.VoidHold _, Action.Reverse _ ->
                    circle.transfers.add(step.number());
            case Action.PayMany(_, List<Action.Pay> items) -> addParts(circle, step, items.size());
            case Action.Enter(List<Action.Side> lines, _) -> {
                circle.entries.add(step.number());
                addParts(circle, step, lines.size());
            }
            case Action.ReverseEntry _ -> circle.entries.add(step.number());
            case Action.Change _, Action.Close _ -> {}
        }
    }

    private static void addParts(Circle circle, Step step, int parts) {
        for (int i = 0; i < parts; i++) {
            circle.transfers.add(Names.part(step.number(), i));
        }
    }

    private static Action.Mutation content(Step step) {
        return (Action.Mutation) step.action();
    }

    /** The same from several clients, about at the same moment. */
    private void atOnce(int client, Circle circle) {
        Action.Mutation mutation = mutation(circle);
        mutate(client, circle, mutation);
        int number = next() - 1;
        for (int i = 1; i < 3; i++) {
            add((client + i) % CLIENTS, new Action.Again(number, mutation));
        }
    }

    /** Another content for a key of which this client has had an answer. */
    private void other(int client) {
        List<Step> own =
                steps.stream()
                        .filter(step -> step.client() == client)
                        .filter(step -> step.action() instanceof Action.Mutation)
                        .toList();
        if (own.isEmpty()) {
            return;
        }
        Step earlier = any(own);
        Action.Mutation content = mutation(circles.get(client));
        if (!content.equals(content(earlier))) {
            add(client, new Action.Other(earlier.number(), content));
        }
    }

    /** Of something earlier, or of what comes next, by the same client or another one. */
    private void cancel(int client, Circle circle) {
        if (random.nextBoolean()) {
            add(client, new Action.Cancel(any(circle.mutations).number()));
        } else {
            int canceller = random.nextBoolean() ? client : (client + 1) % CLIENTS;
            add(canceller, new Action.Cancel(next() + 1));
            Step step = new Step(next(), client, payment(circle, null));
            steps.add(step); // it happens or not
            remember(circle, step);
        }
    }

    private Action.Mutation mutation(Circle circle) {
        int choice = random.nextInt(100);
        if (choice < 38 || circle.transfers.isEmpty()) {
            return payment(circle, null);
        }
        if (choice < 52) {
            return payment(circle, timeout());
        }
        if (choice < 60) {
            return batch(circle);
        }
        if (choice < 68) {
            return entry(circle);
        }
        if (choice < 79) {
            return endOfHold(circle);
        }
        if (choice < 88) {
            return reversal(circle);
        }
        if (choice < 91 && !circle.entries.isEmpty()) {
            return new Action.ReverseEntry(any(circle.entries), words());
        }
        if (choice < 95) {
            return change(circle);
        }
        if (choice < 98) {
            return closing(circle);
        }
        return new Action.Open(random.nextBoolean() ? "consumer" : "external", CURRENCY, "Later");
    }

    /** None, a long one, or one that ends during the run. */
    private long timeout() {
        int choice = random.nextInt(10);
        return choice < 6 ? 0 : choice < 8 ? 86_400 : 1;
    }

    /** A few; all have what there is now, so that the last ones often find too little. */
    private Action.Mutation batch(Circle circle) {
        List<Action.Pay> items = new ArrayList<>();
        Set<String> references = new HashSet<>();
        int size = 1 + random.nextInt(6);
        while (items.size() < size) {
            Action.Pay item = payment(circle, random.nextInt(4) == 0 ? timeout() : null);
            String reference = item.words().reference();
            if (reference == null || references.add(reference)) {
                items.add(item);
            }
        }
        return new Action.PayMany(random.nextBoolean(), items);
    }

    /** One side in several parts, on accounts that may be the same, in any order. */
    private Action.Mutation entry(Circle circle) {
        Action.Pay whole = payment(circle, null);
        List<Action.Side> lines = new ArrayList<>();
        boolean debitIsWhole = random.nextBoolean();
        lines.add(
                new Action.Side(
                        debitIsWhole ? whole.debit() : whole.credit(),
                        debitIsWhole,
                        whole.amount()));
        BigInteger left = whole.amount();
        while (left.signum() > 0) {
            BigInteger part =
                    lines.size() == 5 || random.nextInt(3) == 0 || left.bitLength() > 31
                            ? left
                            : BigInteger.valueOf(1 + random.nextInt(left.intValue()));
            lines.add(
                    new Action.Side(
                            lines.size() == 1
                                    ? debitIsWhole ? whole.credit() : whole.debit()
                                    : any(circle.accounts),
                            !debitIsWhole,
                            part));
            left = left.subtract(part);
        }
        Collections.shuffle(lines, random);
        return new Action.Enter(lines, words());
    }

    private Action.Pay payment(Circle circle, @Nullable Long timeoutSeconds) {
        // Money has to come in now and then.
        int debit = random.nextInt(3) == 0 ? circle.accounts.getFirst() : any(circle.accounts);
        int credit = any(circle.accounts);
        while (credit == debit) {
            credit = any(circle.accounts);
        }
        BigInteger amount =
                model.account(names.id(debit))
                        .map(Account::free)
                        .map(this::around)
                        .orElse(BigInteger.TEN);
        return new Action.Pay(debit, credit, amount, words(), timeoutSeconds);
    }

    /** Up to a limit, where there is one nearby, or just over it. */
    private BigInteger around(BigInteger limit) {
        if (limit.bitLength() > 60) {
            return BigInteger.valueOf(1 + random.nextInt(2_000));
        }
        BigInteger amount =
                switch (random.nextInt(6)) {
                    case 0 -> limit;
                    case 1 -> limit.add(BigInteger.ONE);
                    default -> BigInteger.valueOf(random.nextInt(limit.intValue() / 3 + 2));
                };
        return amount.max(BigInteger.ONE);
    }

    private Action.Mutation endOfHold(Circle circle) {
        List<Integer> open =
                circle.transfers.stream()
                        .filter(number ->
                                model.movement(names.id(number))
                                        .filter(it -> it.isOpen(now()))
                                        .isPresent())
                        .toList();
        if (open.isEmpty() && random.nextInt(3) != 0) {
            return payment(circle, timeout());
        }
        // What is no open hold now and then: one that is over, or was refused, or none at all.
        int hold = open.isEmpty() || random.nextInt(6) == 0 ? any(circle.transfers) : any(open);
        if (random.nextInt(3) == 0) {
            return new Action.VoidHold(hold, words());
        }
        return new Action.PostHold(hold, part(hold, Movement::amount), words());
    }

    private Action.Mutation reversal(Circle circle) {
        List<Integer> left =
                circle.transfers.stream()
                        .filter(number ->
                                model.movement(names.id(number))
                                        .filter(Movement::isReversible)
                                        .isPresent())
                        .toList();
        int original = left.isEmpty() || random.nextInt(6) == 0 ? any(circle.transfers) : any(left);
        return new Action.Reverse(original, part(original, Movement::left), words());
    }

    private @Nullable BigInteger part(int transfer, Function<Movement, BigInteger> whole) {
        return random.nextInt(3) == 0
                ? null
                : model.movement(names.id(transfer))
                        .map(whole)
                        .map(this::around)
                        .orElse(BigInteger.TWO);
    }

    /** Frozen ones are wanted back soon: there is little to do with them. */
    private Action.Mutation change(Circle circle) {
        List<Integer> frozen = circle.accounts.stream().filter(this::isFrozen).toList();
        return frozen.isEmpty() || random.nextInt(6) == 0
                ? new Action.Change(any(circle.accounts), random.nextInt(6) != 0)
                : new Action.Change(any(frozen), false);
    }

    /** Of one that was opened for it, or of one that is not empty. */
    private Action.Mutation closing(Circle circle) {
        int account = any(circle.accounts);
        boolean empty =
                model.account(names.id(account))
                        .filter(it -> it.figures().stream().allMatch(at -> at.signum() == 0))
                        .isPresent();
        return empty && account < opening.size()
                ? payment(circle, null)
                : new Action.Close(account);
    }

    private boolean isFrozen(int account) {
        return model.account(names.id(account))
                .filter(it -> it.status() == Account.Status.FROZEN)
                .isPresent();
    }

    private Words words() {
        return switch (random.nextInt(12)) {
            case 0, 1 -> Words.described("Payment " + random.nextInt(100));
            case 2 -> Words.referring(reference());
            default -> Words.NONE;
        };
    }

    private String reference() {
        return "r-" + random.nextInt(REFERENCES);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
