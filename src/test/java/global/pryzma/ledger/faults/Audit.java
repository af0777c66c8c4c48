package global.pryzma.ledger.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.LedgerReader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Holds what was answered in a round against what the ledger has and what the service shows. Every
 * key must have its definite answer by then.
 */
final class Audit {
    private final Round round;
    private final Map<UUID, Story> transfers = new HashMap<>();
    private final Map<UUID, Story> accounts = new HashMap<>();
    private final Map<UUID, List<Command>> changes = new HashMap<>();

    /** Sorts out what was acknowledged. */
    Audit(Round round) {
        this.round = round;
        Set<String> references = new HashSet<>();
        for (Story story : round.stories()) {
            Command winner = story.winner();
            Reply reply = story.reply(winner);
            if (!reply.isSuccess()) {
                continue;
            }
            JsonNode created = reply.json();
            if (winner.isTransfer()) {
                acknowledge(transfers, created, story);
                String reference = created.path("reference").asText();
                story.check(
                        reference.isEmpty() || references.add(reference),
                        "another transfer has the same reference");
            } else if (winner.isAccount()) {
                acknowledge(accounts, created, story);
            } else if (winner.changedAccount().isPresent()) {
                changes.computeIfAbsent(winner.changedAccount().get(), it -> new ArrayList<>())
                        .add(winner);
            }
        }
    }

    private static void acknowledge(Map<UUID, Story> known, JsonNode created, Story story) {
        UUID id = UUID.fromString(created.path("id").asText());
        story.check(known.put(id, story) == null, "another key has made the same");
    }

    int acknowledgedTransfers() {
        return transfers.size();
    }

    /** What happened on the way to the answers is not needed any more. */
    void forgetNotes() {
        round.stories().forEach(Story::forgetNotes);
    }

    /** The ledger has what was acknowledged, with that content, and nothing else. */
    void checkLedger() {
        try (LedgerReader ledger = new LedgerReader(round.site().cluster())) {
            Map<UUID, LedgerReader.Transfer> stored = new HashMap<>();
            for (UUID account : accounts.keySet()) {
                ledger.debitsOf(account).forEach(row -> stored.put(row.id(), row));
            }
            stored.values().stream()
                    .filter(row -> !transfers.containsKey(row.id()))
                    .forEach(this::failUnacknowledged);
            transfers.forEach((id, story) -> {
                LedgerReader.Transfer row = stored.get(id);
                story.check(row != null, "acknowledged, and not in the ledger");
                if (row != null) {
                    story.check(isSame(row, json(story)), "the ledger has another: " + row);
                }
            });
            List<LedgerReader.Account> found = ledger.accounts(accounts.keySet());
            assertThat(found).as("accounts in the ledger").hasSameSizeAs(accounts.keySet());
            checkBalances(found);
        }
    }

    private static boolean isSame(LedgerReader.Transfer row, JsonNode acknowledged) {
        return row.debit().toString().equals(acknowledged.path("debit_account_id").asText())
                && row.credit().toString().equals(acknowledged.path("credit_account_id").asText())
                && row.amount().toString().equals(acknowledged.path("amount").asText());
    }

    /** Money moved, and nobody was told; the suspects are those who asked for just that. */
    private void failUnacknowledged(LedgerReader.Transfer row) {
        List<String> suspects =
                round.stories().stream()
                        .filter(story ->
                                story.commands().stream()
                                        .anyMatch(command ->
                                                command.isTransfer()
                                                        && isSame(row, command.body())))
                        .map(story -> story.failure("asked for it").getMessage())
                        .toList();
        throw new AssertionError(row + " was not acknowledged:\n" + String.join("\n", suspects));
    }

    /** Balances are the sums of the acknowledged transfers, and debits equal credits. */
    private void checkBalances(List<LedgerReader.Account> found) {
        Map<UUID, BigInteger> debits = sums("debit_account_id");
        Map<UUID, BigInteger> credits = sums("credit_account_id");
        BigInteger allDebits = BigInteger.ZERO;
        BigInteger allCredits = BigInteger.ZERO;
        for (LedgerReader.Account account : found) {
            assertThat(account.figures())
                    .as("account %s", account.id())
                    .isEqualTo(
                            new LedgerReader.Figures(
                                    debits.getOrDefault(account.id(), BigInteger.ZERO),
                                    credits.getOrDefault(account.id(), BigInteger.ZERO),
                                    BigInteger.ZERO,
                                    BigInteger.ZERO));
            allDebits = allDebits.add(account.figures().debitsPosted());
            allCredits = allCredits.add(account.figures().creditsPosted());
        }
        assertThat(allDebits).as("debits equal credits").isEqualTo(allCredits).isPositive();
    }

    private Map<UUID, BigInteger> sums(String side) {
        return transfers.values().stream()
                .map(Audit::json)
                .collect(
                        Collectors.toMap(
                                transfer -> UUID.fromString(transfer.path(side).asText()),
                                transfer -> new BigInteger(transfer.path("amount").asText()),
                                BigInteger::add));
    }

    /** The service shows what was acknowledged, word by word, and no account more. */
    void checkService() {
        transfers.forEach((id, story) -> {
            JsonNode shown = round.get("/v1/transfers/" + id);
            story.check(shown.equals(json(story)), "it is shown as " + shown);
        });
        Map<UUID, BigInteger> debits = sums("debit_account_id");
        Map<UUID, BigInteger> credits = sums("credit_account_id");
        Map<UUID, JsonNode> shown = shownAccounts();
        assertThat(shown.keySet()).as("accounts of the program").isEqualTo(accounts.keySet());
        shown.forEach((id, account) -> {
            checkStatus(account, changes.getOrDefault(id, List.of()));
            JsonNode balances = account.path("balances");
            assertThat(balances.path("debits_posted").asText())
                    .as("debits of %s", account)
                    .isEqualTo(debits.getOrDefault(id, BigInteger.ZERO).toString());
            assertThat(balances.path("credits_posted").asText())
                    .as("credits of %s", account)
                    .isEqualTo(credits.getOrDefault(id, BigInteger.ZERO).toString());
        });
    }

    /** Freezing and activating have taken turns, and nothing has followed the end. */
    private static void checkStatus(JsonNode account, List<Command> changes) {
        long frozen = changes.stream().filter(Command::isFreeze).count();
        long activated = changes.stream().filter(Command::isActivation).count();
        long closed = changes.size() - frozen - activated;
        String status = account.path("status").asText();
        assertThat(frozen - activated)
                .as("freezes not taken back of %s, by %s", account, changes)
                .isEqualTo(status.equals("frozen") ? 1 : 0);
        assertThat(closed)
                .as("ends of %s, by %s", account, changes)
                .isEqualTo(status.equals("closed") ? 1 : 0);
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

    private static JsonNode json(Story story) {
        return story.reply(story.winner()).json();
    }
}
