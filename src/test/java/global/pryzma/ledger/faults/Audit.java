package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Entry;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Moment;
import global.pryzma.ledger.model.Movement;
import global.pryzma.ledger.model.Operation;
import global.pryzma.ledger.model.Parts;
import global.pryzma.ledger.model.Shown;
import global.pryzma.ledger.organisation.DemoOrganisation;
import global.pryzma.ledger.testing.LedgerReader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Holds what was answered in a round against what the ledger has and what the service shows, by the
 * model of the accounts. Every key must have its definite answer by then.
 */
final class Audit {
    /** The ledger's clock may be so far before ours. */
    private static final Duration CLOCKS = Duration.ofSeconds(1);

    private final Round round;
    private final Replay replay;
    private final Model model;

    /** Sorts out what was acknowledged. */
    Audit(Round round) {
        this.round = round;
        List<Story> acknowledged = new ArrayList<>();
        Set<String> references = new HashSet<>();
        for (Story story : round.stories()) {
            Command winner = story.winner();
            if (!story.reply(winner).isSuccess() || winner.operation().isEmpty()) {
                continue;
            }
            acknowledged.add(story);
            String reference = winner.body().path("reference").asText();
            story.check(
                    reference.isEmpty() || references.add(reference),
                    "another transfer has the same reference");
        }
        try (LedgerReader ledger = new LedgerReader(round.site().cluster())) {
            replay = new Replay(acknowledged, ledger);
        }
        model = replay.model();
    }

    int acknowledgedTransfers() {
        return model.movements().size();
    }

    /** What happened on the way to the answers is not needed any more. */
    void forgetNotes() {
        round.stories().forEach(Story::forgetNotes);
    }

    /**
     * The ledger has what was acknowledged, with that content, and nothing else; and its counters
     * are what the model makes of it.
     */
    void checkLedger() {
        try (LedgerReader ledger = new LedgerReader(round.site().cluster())) {
            Map<UUID, LedgerReader.Transfer> stored = new HashMap<>();
            List<UUID> accounts = model.accounts().stream().map(Account::id).toList();
            for (UUID account : accounts) {
                ledger.transfersOf(account).forEach(row -> stored.put(row.id(), row));
            }
            stored.values().stream()
                    .filter(row -> model.movement(row.id()).isEmpty())
                    .forEach(this::failUnacknowledged);
            for (Movement movement : model.movements()) {
                LedgerReader.Transfer row = stored.get(movement.id());
                replay.story(movement.id())
                        .check(
                                row != null
                                        && movement.isBetween(row.debit(), row.credit())
                                        && row.amount().equals(movement.amount()),
                                "the ledger has another: " + row);
            }
            // What an expired hold held is given back a moment later.
            await().pollDelay(Duration.ZERO)
                    .untilAsserted(() -> replay.checkFigures(ledger.accounts(accounts)));
        }
    }

    /** Money moved, and nobody was told; the suspects are those who asked for just that. */
    private void failUnacknowledged(LedgerReader.Transfer row) {
        List<String> suspects =
                round.stories().stream()
                        .filter(story -> Replay.id(story).equals(Parts.whole(row.id())))
                        .map(story -> story.failure("asked for it").getMessage())
                        .toList();
        throw new AssertionError(row + " was not acknowledged:\n" + String.join("\n", suspects));
    }

    /** The service shows all of it as the model has it, and no account more. */
    void checkService() {
        for (Movement movement : model.movements()) {
            long before = Moment.nanos(Instant.now());
            JsonNode shown = round.get("/v1/transfers/" + movement.id());
            long after = Moment.nanos(Instant.now().plus(CLOCKS));
            replay.story(movement.id())
                    .check(
                            shown.equals(Shown.transfer(model, movement.id(), before))
                                    || shown.equals(Shown.transfer(model, movement.id(), after)),
                            "it is shown as "
                                    + shown
                                    + " and should be "
                                    + Shown.transfer(model, movement.id(), before));
        }
        for (Entry entry : model.entries()) {
            JsonNode shown = round.get(Operation.ENTRIES + "/" + entry.id());
            replay.story(entry.id())
                    .check(shown.equals(Shown.entry(model, entry.id())), "it is shown as " + shown);
        }
        await().pollDelay(Duration.ZERO).untilAsserted(this::checkAccounts);
        for (Story story : round.stories()) {
            boolean steady =
                    story.winner().operation().stream()
                            .flatMap(operation -> model.accounts(operation).stream())
                            .allMatch(id -> round.accounts().contains(id));
            replay.checkRefusal(story, steady);
        }
    }

    private void checkAccounts() {
        model.unreleased(Moment.nanos(Instant.now())).forEach(model::release);
        Map<UUID, JsonNode> shown = shownAccounts();
        assertThat(shown.keySet())
                .as("accounts of the program")
                .hasSameElementsAs(model.accounts().stream().map(Account::id).toList());
        for (Account account : model.accounts()) {
            assertThat(shown.get(account.id()))
                    .as("%s", account)
                    .isEqualTo(account.shown(DemoOrganisation.ID));
        }
    }

    private Map<UUID, JsonNode> shownAccounts() {
        Map<UUID, JsonNode> shown = new HashMap<>();
        String first = "/v1/accounts?limit=100&program_id=" + round.program();
        JsonNode page = round.get(first);
        while (true) {
            page.path("data")
                    .forEach(account ->
                            shown.put(UUID.fromString(account.path("id").asText()), account));
            if (!page.path("has_more").asBoolean()) {
                return shown;
            }
            page = round.get(first + "&cursor=" + page.path("next_cursor").asText());
        }
    }
}
