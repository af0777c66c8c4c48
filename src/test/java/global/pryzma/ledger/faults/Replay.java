package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Judgement;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Moment;
import global.pryzma.ledger.model.Movement;
import global.pryzma.ledger.model.Operation;
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

/**
 * The model of a round's accounts, led through everything that was acknowledged, in the order in
 * which the ledger has it. Each of it must have been allowed there.
 */
final class Replay {
    private final Map<UUID, Story> stories = new HashMap<>();
    private final Model model = new Model();

    /** What was acknowledged, when, and for whom. */
    private record Act(Story story, Operation operation, UUID id, long timestamp) {}

    Replay(List<Story> acknowledged, LedgerReader ledger) {
        Map<UUID, Long> timestamps =
                ledger.transferTimestamps(acknowledged.stream().map(Replay::id).toList());
        List<Act> acts = new ArrayList<>();
        for (Story story : acknowledged) {
            story.winner()
                    .operation()
                    .ifPresent(operation -> {
                        Long timestamp =
                                operation instanceof Operation.Open
                                        ? Long.valueOf(createdAt(story))
                                        : timestamps.get(id(story));
                        story.check(timestamp != null, "acknowledged, and not in the ledger");
                        acts.add(
                                new Act(
                                        story,
                                        operation,
                                        id(story),
                                        timestamp == null ? 0 : timestamp));
                    });
        }
        acts.sort(Comparator.comparingLong(Act::timestamp));
        acts.forEach(this::follow);
    }

    /** What the story's key makes. */
    static UUID id(Story story) {
        return DerivedIds.of(DemoOrganisation.ID, new IdempotencyKey(story.key())).id(0).toUuid();
    }

    private static long createdAt(Story story) {
        return Moment.nanos(story.reply(story.winner()).json().path("created_at").asText());
    }

    private void follow(Act act) {
        stories.put(act.id(), act.story());
        Optional<Judgement> refused = model.follow(act.operation(), act.id(), act.timestamp());
        act.story()
                .check(
                        refused.isEmpty(),
                        "carried out at " + act.timestamp() + ", and the model says " + refused);
        shownBy(act.operation(), act.id()).ifPresent(id -> checkAnswer(act, id));
    }

    /** The transfer with which it is answered. */
    private static Optional<UUID> shownBy(Operation operation, UUID id) {
        return switch (operation) {
            case Operation.Transfer _, Operation.Reverse _ -> Optional.of(id);
            case Operation.Post(UUID hold, _, _) -> Optional.of(hold);
            case Operation.Void(UUID hold, _) -> Optional.of(hold);
            case Operation.Open _, Operation.Change _, Operation.Close _ -> Optional.empty();
        };
    }

    /** Who ends a hold before that is recorded is shown it without its words. */
    private void checkAnswer(Act act, UUID id) {
        ObjectNode answer = (ObjectNode) act.story().reply(act.story().winner()).json();
        ObjectNode expected = Shown.transfer(model, id, act.timestamp());
        boolean isAnothers = !id.equals(act.id());
        act.story()
                .check(
                        answer.equals(expected)
                                || (isAnothers && answer.equals(Words.taken(expected))),
                        "it should have been answered " + expected);
    }

    Model model() {
        return model;
    }

    /** The story of a transfer or an account. */
    Story story(UUID id) {
        return Objects.requireNonNull(stories.get(id), "there is a story to everything in it");
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
                    case Operation.Void _ -> true;
                    case Operation.Post _ -> steady;
                    // A hold may have been posted later.
                    case Operation.Reverse(UUID original, _, _) ->
                            steady && model.movement(original).stream().noneMatch(Movement::isHold);
                    case Operation.Open _,
                            Operation.Transfer _,
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
