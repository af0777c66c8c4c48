package global.pryzma.ledger.workload;

import global.pryzma.ledger.testing.LedgerReader;
import global.pryzma.ledger.testing.ServiceUnderTest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The search for the shortest history that goes wrong. The steps are run again one after the other,
 * and as many of them are left out as it takes no more than a minute to find. Where it only goes
 * wrong when clients meet, it is what was asked of the accounts in question.
 */
final class Shrinking {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServiceUnderTest service;
    private final LedgerReader ledger;
    private final Instant end = Instant.now().plus(PATIENCE);
    private long salt;

    Shrinking(ServiceUnderTest service, LedgerReader ledger, long salt) {
        this.service = service;
        this.ledger = ledger;
        this.salt = salt;
    }

    String shortest(Trial failed, Mismatch mismatch) throws InterruptedException {
        List<Sent> about = about(failed, mismatch);
        Optional<Failure> again = run(steps(about));
        if (again.isEmpty()) {
            again = run(steps(failed.sent()));
        }
        if (again.isEmpty()) {
            return "It went well when the same was asked for in turn. About these accounts was"
                    + " asked:\n"
                    + text(about);
        }
        Failure shortest = again.get();
        for (int parts = 2; parts <= shortest.sent().size() && isTime(); ) {
            Optional<Failure> shorter = withoutAPart(shortest, parts);
            if (shorter.isPresent()) {
                shortest = shorter.get();
                parts = Math.max(2, parts - 1);
            } else if (parts == shortest.sent().size()) {
                break;
            } else {
                parts = Math.min(2 * parts, shortest.sent().size());
            }
        }
        shortest = withoutItems(shortest);
        return "The shortest history found: "
                + shortest.mismatch().getMessage()
                + "\nafter\n"
                + text(shortest.sent());
    }

    private Optional<Failure> withoutAPart(Failure failure, int parts) throws InterruptedException {
        List<Step> steps = steps(failure.sent());
        int size = Math.ceilDiv(steps.size(), parts);
        for (int from = 0; from < steps.size() && isTime(); from += size) {
            List<Step> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(Math.min(steps.size(), from + size), steps.size()));
            Optional<Failure> shorter = run(rest);
            if (shorter.isPresent()) {
                return shorter;
            }
        }
        return Optional.empty();
    }

    /** One item after the other is left out of each batch. */
    private Failure withoutItems(Failure failure) throws InterruptedException {
        Failure shortest = failure;
        for (Step step : steps(failure.sent())) {
            if (!(step.action() instanceof Action.PayMany whole)) {
                continue;
            }
            Action.PayMany batch = whole;
            for (int item = batch.items().size() - 1; item >= 0 && isTime(); item--) {
                Action.PayMany now = batch;
                Optional<Action.PayMany> smaller = batch.without(item);
                if (smaller.isEmpty()) {
                    break;
                }
                Optional<Failure> again =
                        run(
                                steps(shortest.sent()).stream()
                                        .map(it -> it.with(smaller.get(), now))
                                        .toList());
                if (again.isPresent()) {
                    shortest = again.get();
                    batch = smaller.get();
                }
            }
        }
        return shortest;
    }

    private static List<Step> steps(List<Sent> sent) {
        return sent.stream().map(Sent::step).toList();
    }

    private boolean isTime() {
        return Instant.now().isBefore(end);
    }

    private record Failure(List<Sent> sent, Mismatch mismatch) {}

    private Optional<Failure> run(List<Step> steps) throws InterruptedException {
        // Another content for a key is only that where the key was used.
        Set<Integer> there = steps.stream().map(Step::number).collect(Collectors.toSet());
        List<Step> whole =
                steps.stream()
                        .filter(step ->
                                !(step.action() instanceof Action.Other(int of, _))
                                        || there.contains(of))
                        .toList();
        Trial trial = new Trial(service, ledger, ++salt);
        try {
            trial.runInTurn(whole);
            return Optional.empty();
        } catch (Mismatch e) {
            return Optional.of(
                    new Failure(
                            trial.sent().stream()
                                    .filter(it -> it.answered() <= e.answered())
                                    .toList(),
                            e));
        }
    }

    /** What was asked of the accounts, of their transfers, and of the keys that made these. */
    private static List<Sent> about(Trial trial, Mismatch mismatch) {
        Set<String> marks = new HashSet<>();
        mismatch.accounts().forEach(account -> marks.add(account.toString()));
        List<Sent> before =
                trial.sent().stream().filter(it -> it.invoked() <= mismatch.answered()).toList();
        for (int pass = 0; pass < 2; pass++) {
            for (Sent one : before) {
                if (one.step().action() instanceof Action.Mutation && mentions(one, marks)) {
                    marks.add(trial.names().id(one.step().number()).toString());
                    marks.add(trial.names().key(one.step().number()).toString());
                }
            }
        }
        return before.stream()
                .filter(one -> one.step().action() instanceof Action.Open || mentions(one, marks))
                .toList();
    }

    private static boolean mentions(Sent sent, Set<String> marks) {
        String text = sent.request() + sent.body();
        return marks.stream().anyMatch(text::contains);
    }

    private static String text(List<Sent> history) {
        return history.stream().map(Sent::toString).collect(Collectors.joining("\n"));
    }
}
