package global.pryzma.ledger.workload;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.model.Account;
import global.pryzma.ledger.model.Model;
import global.pryzma.ledger.model.Past;

import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The past of accounts, once all is over: every entry with the balance after it; and of some
 * accounts the balance at a moment in the middle, and two statements that meet there.
 *
 * @param list all objects of a list
 */
record PastCheck(
        Model model, Function<String, List<JsonNode>> list, Function<String, JsonNode> get) {
    /** One account in so many has statements. */
    private static final int SAMPLE = 3;

    private static final Set<String> NOT_POSTED = Set.of("hold", "void");

    void check() {
        int number = 0;
        for (Account account : model.accounts()) {
            List<JsonNode> entries = List.copyOf(Past.entries(model, account.id()));
            String path = "/v1/accounts/" + account.id();
            compare(account.id(), entries, list.apply(path + "/entries?order=asc&limit=100"));
            if (number++ % SAMPLE == 0 && entries.size() > 1) {
                checkStatements(
                        account.id(),
                        path,
                        entries.stream()
                                .filter(it -> !NOT_POSTED.contains(text(it, "kind")))
                                .toList(),
                        text(entries.get(entries.size() / 2), "created_at"));
            }
        }
    }

    private void checkStatements(UUID account, String path, List<JsonNode> all, String middle) {
        List<JsonNode> before = all.stream().filter(it -> isBefore(it, middle)).toList();
        List<JsonNode> rest = all.subList(before.size(), all.size());
        checkStatement(account, get.apply(path + "/statement?to=" + middle), "0", before);
        checkStatement(
                account, get.apply(path + "/statement?from=" + middle), balance(before, "0"), rest);
        List<JsonNode> until =
                all.stream()
                        .filter(it -> isBefore(it, middle) || middle.equals(createdAt(it)))
                        .toList();
        compare(
                account,
                balance(until, "0"),
                text(get.apply(path + "/balance?at=" + middle), "posted"));
    }

    private static void checkStatement(
            UUID account, JsonNode statement, String opening, List<JsonNode> entries) {
        compare(account, opening, text(statement, "opening_balance"));
        compare(account, entries, List.copyOf(statement.path("entries").valueStream().toList()));
        compare(account, balance(entries, opening), text(statement, "closing_balance"));
        compare(account, total(entries, "debit"), text(statement, "total_debits"));
        compare(account, total(entries, "credit"), text(statement, "total_credits"));
    }

    private static boolean isBefore(JsonNode entry, String time) {
        return createdAt(entry).compareTo(time) < 0;
    }

    private static String createdAt(JsonNode entry) {
        return text(entry, "created_at");
    }

    private static String balance(List<JsonNode> entries, String without) {
        return entries.isEmpty() ? without : text(entries.getLast(), "posted_after");
    }

    private static String total(List<JsonNode> entries, String direction) {
        return entries.stream()
                .filter(it -> text(it, "direction").equals(direction))
                .map(it -> new BigInteger(text(it, "amount")).abs())
                .reduce(BigInteger.ZERO, BigInteger::add)
                .toString();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static void compare(UUID account, Object expected, Object shown) {
        if (!Objects.equals(expected, shown)) {
            throw new Mismatch(
                    List.of(account),
                    "in the end, expected %s%n  but it is shown as %s".formatted(expected, shown));
        }
    }
}
