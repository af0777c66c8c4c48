package global.pryzma.ledger.benchmark;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Books;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Everything that filled books can be asked for: every list by every filter, and single things. */
final class Questions {
    private static final int PAGES = 5;
    private static final int TENTHS = 10;

    private final FilledBooks filled;
    private final Books books;
    private final List<Question> all = new ArrayList<>();
    private String group = "";

    /** When the transfers at each tenth of the books were made. */
    private final List<String> times = new ArrayList<>();

    private Questions(FilledBooks filled, Books books) {
        this.filled = filled;
        this.books = books;
        for (int tenth = 1; tenth <= TENTHS; tenth++) {
            times.add(timeOf(filled, books, filled.filling().transfers() / TENTHS * tenth - 1));
        }
    }

    /** When the n-th transfer was made, by the ledger. */
    static String timeOf(FilledBooks filled, Books books, int n) {
        String list = filled.isEntry(n) ? "/v1/journal-entries/" : "/v1/transfers/";
        return books.get(list + filled.transfer(n)).path("created_at").asText();
    }

    static List<Question> of(FilledBooks filled, Books books) {
        Questions questions = new Questions(filled, books);
        questions.accounts();
        questions.programs();
        questions.transfers();
        questions.entriesOfTheJournal();
        questions.entries();
        questions.balances();
        questions.singles();
        return List.copyOf(questions.all);
    }

    private void accounts() {
        group = "accounts";
        String list = "/v1/accounts";
        ask("accounts", () -> list);
        ask("accounts, 100", () -> list + "?limit=100");
        later("accounts, a later page", list + "?limit=100");
        ask("accounts, program", () -> list + "?program_id=" + any(filled.programs()));
        ask("accounts, type", () -> list + "?type=business");
        ask("accounts, a rare type", () -> list + "?type=settlement");
        ask("accounts, currency", () -> list + "?currency=JPY");
        ask("accounts, active", () -> list + "?status=active");
        ask("accounts, frozen", () -> list + "?status=frozen");
        ask("accounts, closed", () -> list + "?status=closed");
        ask("accounts, name of few", () -> list + "?name=" + text(FilledBooks.name(account())));
        ask("accounts, name of many", () -> list + "?name=Account");
        ask("accounts, metadata of many", () -> list + "?" + metadata("segment", "gold"));
        ask(
                "accounts, metadata of one",
                () -> list + "?" + metadata("customer", "C-" + account() / 5 * 5));
        ask(
                "accounts, all filters",
                () ->
                        list
                                + "?type=consumer&currency=USD_GT&status=active&name=Account&program_id="
                                + any(filled.programs())
                                + "&"
                                + metadata("segment", "silver"));
    }

    private void programs() {
        group = "programs and currencies";
        ask("programs", () -> "/v1/programs");
        ask("programs, name", () -> "/v1/programs?name=Filled");
        ask("programs, currency", () -> "/v1/programs?currency=EUR");
        ask("programs, metadata", () -> "/v1/programs?" + metadata("region", "eu"));
        ask("currencies", () -> "/v1/currencies");
    }

    private void transfers() {
        group = "transfers";
        String list = "/v1/transfers";
        ask("transfers", () -> list);
        ask("transfers, 100", () -> list + "?limit=100");
        later("transfers, a later page", list + "?limit=100");
        ask("transfers, time", () -> list + "?" + time());
        for (String status : List.of("posted", "pending", "voided", "expired")) {
            ask("transfers, " + status, () -> list + "?status=" + status);
            ask("transfers, time, " + status, () -> list + "?" + time() + "&status=" + status);
        }
        ask("transfers, account", () -> list + "?account_id=" + anAccount());
        ask("transfers, busy account", () -> list + "?account_id=" + busy());
        later("transfers, busy account, later", list + "?limit=100&account_id=" + busy());
        ask("transfers, busy account, time", () -> list + "?account_id=" + busy() + "&" + time());
        ask(
                "transfers, busy account, pending",
                () -> list + "?status=pending&account_id=" + busy());
        ask("of an account", () -> "/v1/accounts/" + busy() + "/transfers");
        ask("transfers, reference", () -> list + "?reference=" + FilledBooks.reference(worded()));
        ask("transfers, metadata of many", () -> list + "?" + metadata("channel", "web"));
        ask("transfers, metadata of one", () -> list + "?" + metadata("order", "O-" + worded()));
        ask(
                "transfers, metadata, time",
                () -> list + "?" + metadata("channel", "app") + "&" + time());
        ask(
                "transfers, metadata, account",
                () -> list + "?" + metadata("channel", "pos") + "&account_id=" + anAccount());
        ask(
                "transfers, metadata, voided",
                () -> list + "?" + metadata("channel", "api") + "&status=voided");
        ask("transfers, entry", () -> list + "?journal_entry_id=" + entry());
        ask("transfers, entry, posted", () -> list + "?status=posted&journal_entry_id=" + entry());
    }

    private void entriesOfTheJournal() {
        group = "journal entries";
        String list = "/v1/journal-entries";
        ask("journal", () -> list);
        ask("journal, 100", () -> list + "?limit=100");
        ask("journal, time", () -> list + "?" + time());
        ask("journal, busy account", () -> list + "?account_id=" + busy());
        ask("journal, account", () -> list + "?account_id=" + anAccount());
        ask("journal, busy account, time", () -> list + "?account_id=" + busy() + "&" + time());
        ask("journal, reference", () -> list + "?reference=" + FilledBooks.reference(worded()));
        ask("journal entry", () -> list + "/" + entry());
    }

    private void entries() {
        group = "entries of an account";
        ask("entries", () -> entries(anAccount()));
        ask("entries, busy", () -> entries(busy()));
        ask("entries, busy, 100", () -> entries(busy()) + "?limit=100");
        later("entries, busy, later", entries(busy()) + "?limit=100");
        ask("entries, busy, oldest first", () -> entries(busy()) + "?order=asc");
        ask("entries, busy, debits", () -> entries(busy()) + "?direction=debit");
        ask("entries, busy, credits", () -> entries(busy()) + "?direction=credit");
        ask("entries, settlement, credits", () -> entries(settlement()) + "?direction=credit");
        ask("entries, busy, oldest debits", () -> entries(busy()) + "?direction=debit&order=asc");
        ask("entries, busy, posted", () -> entries(busy()) + "?include_pending=false");
        ask("entries, busy, time", () -> entries(busy()) + "?" + time());
        ask(
                "entries, busy, all filters",
                () ->
                        entries(busy())
                                + "?order=asc&direction=credit&include_pending=false&limit=100&"
                                + time());
    }

    private void balances() {
        group = "balances";
        ask("balance", () -> "/v1/accounts/" + anAccount() + "/balance");
        ask("balance, busy", () -> "/v1/accounts/" + busy() + "/balance");
        ask("balance, past", () -> "/v1/accounts/" + busy() + "/balance?at=" + text(any(times)));
        ask(
                "balance, past, settlement",
                () -> "/v1/accounts/" + settlement() + "/balance?at=" + text(any(times)));
    }

    private void singles() {
        group = "single things, keys, audit";
        ask("account", () -> "/v1/accounts/" + anAccount());
        ask("program", () -> "/v1/programs/" + any(filled.programs()));
        ask("transfer", () -> "/v1/transfers/" + filled.transfer(plain()));
        ask("transfer with words", () -> "/v1/transfers/" + filled.transfer(worded()));
        ask("hold", () -> "/v1/transfers/" + filled.transfer(hold()));
        ask("key", () -> "/v1/idempotency-keys/" + filled.transferKey(plain()));
        ask("in doubt", () -> "/v1/ledger/in-doubt");
        ask("orphans", () -> "/v1/ledger/orphans");
        ask("audit", () -> "/v1/audit-events");
    }

    private void ask(String kind, Supplier<String> path) {
        all.add(new Question(group, kind, path));
    }

    /** What follows some pages; its cursor stays good. */
    private void later(String kind, String path) {
        String cursor = "";
        for (int page = 0; page < PAGES; page++) {
            JsonNode found = books.get(path + cursor);
            if (!found.path("has_more").asBoolean()) {
                break;
            }
            cursor =
                    (path.contains("?") ? "&" : "?")
                            + "cursor="
                            + text(found.path("next_cursor").asText());
        }
        String later = path + cursor;
        ask(kind, () -> later);
    }

    private static String entries(String account) {
        return "/v1/accounts/" + account + "/entries";
    }

    private static String metadata(String key, String value) {
        return text("metadata[" + key + "]") + "=" + text(value);
    }

    /** A stretch of a tenth of the books. */
    private String time() {
        int from = random(TENTHS - 1);
        return "from=%s&to=%s".formatted(text(times.get(from)), text(times.get(from + 1)));
    }

    private int account() {
        return 2 * FilledBooks.GROUPS
                + random(filled.filling().accounts() - 2 * FilledBooks.GROUPS);
    }

    private String anAccount() {
        return filled.account(account()).toString();
    }

    private String busy() {
        return filled.account(filled.busy(random(FilledBooks.GROUPS))).toString();
    }

    private String settlement() {
        return filled.account(filled.settlement(random(FilledBooks.GROUPS))).toString();
    }

    /** One after the funding. */
    private int transfer() {
        return filled.funding() + random(filled.filling().transfers() - filled.funding());
    }

    private int plain() {
        return next(n -> !filled.isEntry(n));
    }

    private int worded() {
        return next(filled::hasMetadata);
    }

    private int hold() {
        return next(filled::isHold);
    }

    private String entry() {
        return filled.transfer(next(filled::isEntry)).toString();
    }

    private int next(IntFunction<Boolean> wanted) {
        int n = transfer();
        while (!wanted.apply(n)) {
            n = n + 1 < filled.filling().transfers() ? n + 1 : filled.funding();
        }
        return n;
    }

    private static <T> T any(List<T> list) {
        return list.get(random(list.size()));
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
