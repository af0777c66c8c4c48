package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Judgement;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Moment;
import global.pryzma.ledger.model.Movement;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Parts;
import global.pryzma.ledger.model.Shown;
import global.pryzma.ledger.model.Words;
import global.pryzma.ledger.organisation.DemoOrganisation;
import global.pryzma.ledger.testing.LedgerReader;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The model of a round's accounts, led through everything that was acknowledged, in the order in
 * which the ledger has it. Each of it must have been allowed there.
 */
final class Replay {
    private final Map<UUID, Story> stories = new HashMap<>();
    private final Model model = new Model();

    /** What was acknowledged, how and when, and for whom. */
    private record Act(Story story, Operation operation, UUID id, JsonNode answer, long timestamp) {
        Act at(long time) {
            return new Act(story, operation, id, answer, time);
        }

        @Override
        public String toString() {
            return operation + " with id " + id + " at " + timestamp;
        }
    }

    Replay(List<Story> acknowledged, LedgerReader ledger) {
        List<Act> untimed = acknowledged.stream().flatMap(Replay::acts).toList();
        Map<UUID, Long> timestamps =
                ledger.transferTimestamps(untimed.stream().map(Act::id).toList());
        List<Act> acts = new ArrayList<>();
        for (Act act : untimed) {
            Long timestamp =
                    act.operation() instanceof Operation.Open
                            ? Long.valueOf(createdAt(act.story()))
                            : timestamps.get(act.id());
            act.story().check(timestamp != null, act + " is acknowledged, and not in the ledger");
            acts.add(act.at(timestamp == null ? 0 : timestamp));
        }
        acts.sort(Comparator.comparingLong(Act::timestamp));
        acts.forEach(this::follow);
    }

    /** What was acknowledged of a story: of a batch that is not atomic what was made of it. */
    private static Stream<Act> acts(Story story) {
        Command winner = story.winner();
        JsonNode answer = story.reply(winner).json();
        UUID id = id(story);
        return winner.operation().stream()
                .flatMap(operation ->
                        operation instanceof Operation.Batch batch && !batch.atomic()
                                ? IntStream.range(0, batch.items().size())
                                        .filter(i -> isMade(story, answer.at("/results/" + i)))
                                        .mapToObj(i ->
                                                new Act(
                                                        story,
                                                        batch.items().get(i),
                                                        Parts.id(id, i),
                                                        answer.at("/results/" + i + "/transfer"),
                                                        0))
                                : Stream.of(new Act(story, operation, id, answer, 0)));
    }

    private static boolean isMade(Story story, JsonNode result) {
        boolean made = result.path("status").asInt() == 201;
        story.check(
                made || Reply.isRefusal(result.path("error").asText()),
                "an item that nothing explains: " + result);
        return made;
    }

    /** What the story's key makes. */
    static UUID id(Story story) {
        return DerivedIds.of(DemoOrganisation.ID, new IdempotencyKey(story.key())).id(0).toUuid();
    }

    private static long createdAt(Story story) {
        return Moment.nanos(story.reply(story.winner()).json().path("created_at").asText());
    }

    private void follow(Act act) {
        stories.put(Parts.whole(act.id()), act.story());
        Optional<Judgement> refused = model.follow(act.operation(), act.id(), act.timestamp());
        act.story()
                .check(refused.isEmpty(), act + " was carried out, and the model says " + refused);
        expected(act.operation(), act.id(), act.timestamp())
                .ifPresent(expected -> checkAnswer(act, expected));
    }

    /** What it is answered with, of transfers and entries. */
    private Optional<ObjectNode> expected(Operation operation, UUID id, long now) {
        return switch (operation) {
            case Operation.Transfer _, Operation.Reverse _ ->
                    Optional.of(Shown.transfer(model, id, now));
            case Operation.Batch batch -> Optional.of(Shown.batch(model, id, batch, now));
            case Operation.MakeEntry _, Operation.ReverseEntry _ ->
                    Optional.of(Shown.entry(model, id));
            case Operation.Post(UUID hold, _, _) -> Optional.of(Shown.transfer(model, hold, now));
            case Operation.Void(UUID hold, _) -> Optional.of(Shown.transfer(model, hold, now));
            case Operation.Open _, Operation.Change _, Operation.Close _ -> Optional.empty();
        };
    }

    /** Who ends a hold before that is recorded is shown it without its words. */
    private static void checkAnswer(Act act, ObjectNode expected) {
        boolean isAnothers =
                act.operation() instanceof Operation.Post
                        || act.operation() instanceof Operation.Void;
        act.story()
                .check(
                        act.answer().equals(expected)
                                || (isAnothers && act.answer().equals(Words.taken(expected))),
                        "it should have been answered " + expected);
    }

    Model model() {
        return model;
    }

    /** The story of a transfer, an entry or an account. */
    Story story(UUID id) {
        return Objects.requireNonNull(
                stories.get(Parts.whole(id)), "there is a story to everything in it");
    }

    /**
     * The ledger's counters of all accounts are the model's. What holds that have expired held is
     * given back by now, or will be soon.
     */
    void checkFigures(List<LedgerReader.Account> found) {
        model.unreleased(Moment.nanos(Instant.now())).forEach(model::release);
        Map<UUID, List<?>> figures =
                found.stream().collect(Collectors.toMap(LedgerReader.Account::id, Replay::figures));
        for (Account account : model.accounts()) {
            assertThat(figures.get(account.id())).as("%s", account).isEqualTo(account.figures());
        }
    }

    private static List<?> figures(LedgerReader.Account account) {
        return List.of(
                account.figures().debitsPosted(),
                account.figures().creditsPosted(),
                account.figures().debitsPending(),
                account.figures().creditsPending());
    }

    /**
     * What was refused for the state of a thing for good: a hold that can't be voided is over, and
     * of a transfer of which too much was wanted back so much is not left.
     *
     * @param steady whether none of these accounts was ever frozen or closed
     */
    void checkRefusal(Story story, boolean steady) {
        Command command = story.winner();
        Reply reply = story.reply(command);
        Optional<Operation> operation = command.operation();
        if (operation.isEmpty() || !reply.error().equals("conflict")) {
            return;
        }
        long now = Moment.nanos(Instant.now());
        boolean definite =
                switch (operation.get()) {
                    case Operation.Void _, Operation.ReverseEntry _ -> true;
                    case Operation.Post _ -> steady;
                    // A hold may have been posted later.
                    case Operation.Reverse(UUID original, _, _) ->
                            steady && model.movement(original).stream().noneMatch(Movement::isHold);
                    case Operation.Open _,
                            Operation.Transfer _,
                            Operation.Batch _,
                            Operation.MakeEntry _,
                            Operation.Change _,
                            Operation.Close _ ->
                            false;
                };
        Judgement judgement = model.judge(operation.get(), now);
        story.check(
                !definite
                        || judgement instanceof Judgement.Refused(int status, _, _)
                                && (status == 409 || status == 422),
                "refused, and the model says " + judgement);
    }
}
