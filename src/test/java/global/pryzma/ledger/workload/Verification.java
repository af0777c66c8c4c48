package global.pryzma.ledger.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Judgement;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Shown;
import global.pryzma.ledger.model.Words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Holds what was answered against the model, which is led through what was carried out in the order
 * of the ledger's timestamps. Each success must be allowed at its place, and say what the model
 * says there. Each refusal, and each thing that was read, must be true at some moment between its
 * request and its answer: so there is one answer where nobody else could interfere, and few where
 * others did.
 */
final class Verification {
    private final UUID organisation;
    private final Model model = new Model();
    private final List<Done> done;
    private final Map<UUID, Done> byId = new HashMap<>();
    private final List<List<Observation>> beginning = new ArrayList<>();
    private final Map<Observation, Integer> ends = new HashMap<>();

    /**
     * @param done what was carried out
     */
    Verification(UUID organisation, Collection<Done> done) {
        this.organisation = organisation;
        this.done = done.stream().sorted(Comparator.comparingLong(Done::timestamp)).toList();
        this.done.forEach(one -> byId.put(one.id(), one));
        for (int i = 0; i <= this.done.size(); i++) {
            beginning.add(new ArrayList<>());
        }
    }

    /** A mutation that was refused. */
    void refused(Asked asked) {
        Sent answer = asked.answer();
        observe(
                asked.invoked(),
                asked.answered(),
                answer,
                state -> state.accounts(asked.operation()),
                (state, now) -> differs(state.judge(asked.operation(), now), answer));
    }

    private static Optional<String> differs(Judgement judgement, Sent answer) {
        boolean same =
                judgement instanceof Judgement.Refused(int status, String error, String mention)
                        && status == answer.status()
                        && error.equals(answer.error())
                        && (!answer.isProblem()
                                || answer.json().path("detail").asText().contains(mention));
        return same ? Optional.empty() : Optional.of("the model says " + judgement);
    }

    /** Something that was read. */
    void read(Action.Read read, Sent sent, Names names) {
        switch (read) {
            case Action.ReadAccount(int account) -> readAccount(sent, names.id(account));
            case Action.ReadTransfer(int transfer) -> readTransfer(sent, names.id(transfer));
            case Action.ReadEntry(int entry) -> readEntry(sent, names.id(entry));
            case Action.ReadTransfers(int account, int limit) ->
                    readTransfers(sent, names.id(account), limit);
            case Action.FindReference(String reference) -> findReference(sent, reference);
        }
    }

    private void readAccount(Sent sent, UUID id) {
        if (!sent.isSuccess() && isUnderWay(id, sent)) {
            return; // Postgres has it once it is recorded
        }
        boolean closing =
                done.stream()
                        .filter(one -> one.operation().equals(new Operation.Close(id)))
                        .anyMatch(one -> !one.asked().isBefore(sent));
        observe(
                sent,
                state -> List.of(id),
                (state, now) ->
                        state.account(id)
                                .map(account -> {
                                    ObjectNode expected = account.shown(organisation);
                                    // Which of the two it is Postgres says, once that is recorded.
                                    return closing && account.status() == Account.Status.CLOSED
                                            ? differs(expected, sent, sent.json())
                                                    .flatMap(other ->
                                                            differs(
                                                                    expected.put(
                                                                            "status", "frozen"),
                                                                    sent,
                                                                    sent.json()))
                                            : differs(expected, sent, sent.json());
                                })
                                .orElseGet(() -> differs(Judgement.notFound(), sent)));
    }

    private void readTransfer(Sent sent, UUID id) {
        if (!sent.isSuccess()) {
            observe(
                    sent,
                    state -> state.accountsOf(id),
                    (state, now) ->
                            state.movement(id).isPresent()
                                    ? Optional.of("there is such a transfer")
                                    : differs(Judgement.notFound(), sent));
        } else {
            shows(sent, (ObjectNode) sent.json());
        }
    }

    private void readEntry(Sent sent, UUID id) {
        observe(
                sent,
                state -> state.entry(id).stream().flatMap(it -> it.accounts().stream()).toList(),
                (state, now) -> {
                    if (state.entry(id).isEmpty()) {
                        return differs(Judgement.notFound(), sent);
                    }
                    ObjectNode expected = Shown.entry(state, id);
                    boolean wordless =
                            isUnderWay(id, sent) && sent.json().equals(Words.taken(expected));
                    return wordless ? Optional.empty() : differs(expected, sent, sent.json());
                });
    }

    /** A transfer that is shown somewhere; what is kept in different places may be read in turn. */
    private void shows(Sent sent, ObjectNode shown) {
        UUID id = UUID.fromString(shown.path("id").asText());
        String reversed = shown.path("reversed_amount").asText("0");
        ObjectNode rest = without(shown, "reversed_amount");
        boolean wordless = isUnderWay(id, sent);
        observe(
                sent,
                state -> state.accountsOf(id),
                (state, now) -> {
                    if (state.movement(id).isEmpty()) {
                        return Optional.of("there is no transfer " + id);
                    }
                    ObjectNode expected =
                            without(Shown.transfer(state, id, now), "reversed_amount");
                    return wordless && rest.equals(Words.taken(expected))
                            ? Optional.empty()
                            : differs(expected, sent, rest);
                });
        observe(
                sent,
                state -> state.accountsOf(id),
                (state, now) -> {
                    String expected =
                            state.movement(id).map(it -> it.reversed().toString()).orElse("0");
                    return expected.equals(reversed)
                            ? Optional.empty()
                            : Optional.of("reversed of " + id + ": " + expected);
                });
    }

    private void readTransfers(Sent sent, UUID account, int limit) {
        if (!sent.isSuccess()) {
            if (!isUnderWay(account, sent)) {
                observe(
                        sent,
                        state -> List.of(account),
                        (state, now) ->
                                state.account(account).isPresent()
                                        ? Optional.of("there is such an account")
                                        : differs(Judgement.notFound(), sent));
            }
            return;
        }
        JsonNode page = sent.json();
        List<String> ids = new ArrayList<>();
        page.path("data").forEach(item -> ids.add(item.path("id").asText()));
        boolean more = page.path("has_more").asBoolean();
        observe(
                sent,
                state -> List.of(account),
                (state, now) -> {
                    List<String> all =
                            state.account(account).stream()
                                    .flatMap(it -> it.transfers().stream())
                                    .map(UUID::toString)
                                    .toList();
                    List<String> expected = all.subList(0, Math.min(limit, all.size()));
                    return expected.equals(ids) && more == all.size() > limit
                            ? Optional.empty()
                            : Optional.of("a page of " + all.size() + " transfers: " + expected);
                });
        page.path("data").forEach(item -> shows(sent, (ObjectNode) item));
    }

    /** Postgres has it once it is recorded. */
    private void findReference(Sent sent, String reference) {
        List<JsonNode> found = new ArrayList<>();
        sent.json().path("data").forEach(found::add);
        observe(
                sent,
                state -> List.of(),
                (state, now) -> {
                    // A list of transfers does not show entries.
                    Optional<UUID> holder =
                            state.referred(reference).filter(id -> state.movement(id).isPresent());
                    return found.size() <= 1
                                    && found.stream()
                                            .allMatch(one -> holder.filter(isIdOf(one)).isPresent())
                                    && (found.size() == 1
                                            || holder.isEmpty()
                                            || isUnderWay(holder.get(), sent))
                            ? Optional.empty()
                            : Optional.of("it is of " + holder);
                });
        found.forEach(one -> shows(sent, (ObjectNode) one));
    }

    private static Predicate<UUID> isIdOf(JsonNode shown) {
        return id -> shown.path("id").asText().equals(id.toString());
    }

    private static ObjectNode without(ObjectNode json, String field) {
        ObjectNode rest = json.deepCopy();
        rest.remove(field);
        return rest;
    }

    private static Optional<String> differs(JsonNode expected, Sent sent, JsonNode shown) {
        return sent.isSuccess() && expected.equals(shown)
                ? Optional.empty()
                : Optional.of("expected %s%n  but it is %s".formatted(expected, shown));
    }

    /** Whether what makes this was not over when the request was sent. */
    private boolean isUnderWay(UUID id, Sent sent) {
        return isUnderWay(id, sent.invoked());
    }

    private boolean isUnderWay(UUID id, long invoked) {
        Done made = byId.get(id);
        return made != null && made.asked().answered() > invoked;
    }

    private void observe(
            Sent sent, Function<Model, Collection<UUID>> accounts, Observation.Check check) {
        observe(sent.invoked(), sent.answered(), sent, accounts, check);
    }

    private void observe(
            long invoked,
            long answered,
            Sent sent,
            Function<Model, Collection<UUID>> accounts,
            Observation.Check check) {
        observe(first(invoked), last(answered), new Observation(sent, accounts, check));
    }

    private void observe(int first, int last, Observation observation) {
        beginning.get(first).add(observation);
        ends.put(observation, last);
    }

    /** How many changes must have been made by then: all up to the last one of those answered. */
    private int first(long invoked) {
        int first = done.size();
        while (first > 0 && done.get(first - 1).asked().answered() > invoked) {
            first--;
        }
        return first;
    }

    /** How many can have been made by then: all before the first one that was asked for later. */
    private int last(long answered) {
        int last = 0;
        while (last < done.size() && done.get(last).asked().invoked() < answered) {
            last++;
        }
        return last;
    }

    /** Leads the model through everything; in the end it is as the ledger must be. */
    Model check() {
        checkOrder();
        for (int place = 0; place < done.size(); place++) {
            observeAnswer(place);
        }
        List<Observation> open = new ArrayList<>();
        for (int place = 0; place <= done.size(); place++) {
            long from = 0;
            if (place > 0) {
                Done change = done.get(place - 1);
                from = change.timestamp();
                carryOut(change);
            }
            open.addAll(beginning.get(place));
            long to = place < done.size() ? done.get(place).timestamp() : Long.MAX_VALUE;
            explain(open, place, from, to);
        }
        return model;
    }

    /** Whoever began when another had its answer comes after that one. */
    private void checkOrder() {
        long latest = 0;
        for (Done one : done) {
            if (one.asked().answered() < latest) {
                throw new Mismatch(
                        one.answer(),
                        model.accounts(one.operation()),
                        "the ledger has it after one that was asked for later");
            }
            latest = Math.max(latest, one.asked().invoked());
        }
    }

    private void explain(List<Observation> open, int place, long from, long to) {
        for (Observation one : List.copyOf(open)) {
            if (one.holds(model, from, to)) {
                open.remove(one);
            } else if (ends.getOrDefault(one, 0) <= place) {
                throw one.failure(model);
            }
        }
    }

    private void carryOut(Done change) {
        Operation operation = change.operation();
        Sent answer = change.answer();
        Collection<UUID> accounts = model.accounts(operation);
        model.follow(operation, change.id(), change.timestamp())
                .ifPresent(refused -> {
                    throw new Mismatch(
                            answer, accounts, "carried out, and the model says " + refused);
                });
        Optional<String> mismatch =
                switch (operation) {
                    case Operation.Open _ -> Optional.empty(); // observed, with its balances
                    case Operation.Change _, Operation.Close _ -> Optional.empty();
                    case Operation.Transfer _, Operation.Reverse _ ->
                            says(answer, change.id(), change.timestamp());
                    case Operation.Batch batch ->
                            says(
                                    answer,
                                    Shown.batch(model, change.id(), batch, change.timestamp()));
                    case Operation.MakeEntry _, Operation.ReverseEntry _ ->
                            says(answer, Shown.entry(model, change.id()));
                    case Operation.Post(UUID hold, _, _) -> saysHold(change, hold);
                    case Operation.Void(UUID hold, _) -> saysHold(change, hold);
                };
        mismatch.ifPresent(what -> {
            throw new Mismatch(answer, accounts, what);
        });
    }

    private Optional<String> says(Sent answer, UUID id, long now) {
        return says(answer, Shown.transfer(model, id, now));
    }

    private static Optional<String> says(Sent answer, ObjectNode expected) {
        return answer.status() == 201
                ? differs(expected, answer, answer.json())
                : Optional.of("expected 201");
    }

    /** Its words are recorded after it is made. */
    private Optional<String> saysHold(Done end, UUID hold) {
        Sent answer = end.answer();
        ObjectNode expected = Shown.transfer(model, hold, end.timestamp());
        return isUnderWay(hold, end.asked().invoked())
                        && answer.status() == 201
                        && answer.json().equals(Words.taken(expected))
                ? Optional.empty()
                : says(answer, hold, end.timestamp());
    }

    /** An answer that shows an account as it was at some moment on the way to its change. */
    private void observeAnswer(int place) {
        Done change = done.get(place);
        Sent answer = change.answer();
        int after = place + 1;
        switch (change.operation()) {
            case Operation.Open _ ->
                    observe(after, after, showing(answer, change.id(), "active", 201));
            case Operation.Change(UUID account, boolean frozen) ->
                    observe(
                            Math.min(after, first(change.asked().invoked())),
                            after,
                            showing(answer, account, frozen ? "frozen" : "active", 200));
            case Operation.Close(UUID account) ->
                    observe(
                            Math.min(after, first(change.asked().invoked())),
                            after,
                            showing(answer, account, "closed", 200));
            case Operation.Transfer _,
                    Operation.Batch _,
                    Operation.Post _,
                    Operation.Void _,
                    Operation.Reverse _,
                    Operation.MakeEntry _,
                    Operation.ReverseEntry _ -> {}
        }
    }

    private Observation showing(Sent answer, UUID id, String status, int code) {
        return new Observation(
                answer,
                state -> List.of(id),
                (state, now) ->
                        answer.status() != code || state.account(id).isEmpty()
                                ? Optional.of("expected " + code)
                                : differs(
                                        state.account(id)
                                                .orElseThrow()
                                                .shown(organisation)
                                                .put("status", status),
                                        answer,
                                        answer.json()));
    }
}
