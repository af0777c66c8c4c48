package global.pryzma.ledger.benchmark;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.benchmark.LedgerFiller.Made;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.Sql;

import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The filling of an installation with books: what is many by the native client and SQL, as the
 * service would have left it, and what has an answer of its own over HTTP.
 */
final class Filler {
    private static final int PROGRAMS = 50;

    /** Freezes, closings and reversals: one for so many accounts, and no more than these. */
    private static final int ACCOUNTS_OF_A_CHANGE = 50;

    private static final int MOST_CHANGES = 300;
    private static final List<String> REGIONS = List.of("eu", "us", "apac");

    private final Installation installation;
    private final Report report;
    private final Books books;
    private final FilledBooks filled;

    private Filler(Installation installation, Filling filling, Report report) {
        this.installation = installation;
        this.report = report;
        this.books = installation.books();
        List<UUID> programs = new ArrayList<>();
        for (int i = 0; i < PROGRAMS; i++) {
            programs.add(program(i));
        }
        JsonNode account = books.get("/v1/accounts/" + books.settlement());
        UUID organisation = UUID.fromString(account.path("organisation_id").asText());
        List<Integer> numbers = new ArrayList<>();
        for (String currency : FilledBooks.CURRENCIES) {
            numbers.add(number(organisation, currency, programs.getFirst()));
        }
        this.filled = new FilledBooks(organisation, programs, numbers, filling);
    }

    /** The same books each time; what is there already stays. */
    static FilledBooks fill(Installation installation, Filling filling, Report report)
            throws SQLException {
        Filler filler = new Filler(installation, filling, report);
        try (LedgerFiller ledger = new LedgerFiller(installation.cluster(), filler.filled);
                RowFiller rows = new RowFiller(installation.url(), filler.filled)) {
            if (!ledger.isDone()) {
                filler.fill(ledger, rows);
            }
        }
        return filler.filled;
    }

    private void fill(LedgerFiller ledger, RowFiller rows) throws SQLException {
        Filling filling = filled.filling();
        long began = System.nanoTime();
        for (int n = 0; n < filling.accounts(); ) {
            Made made = ledger.accounts(n);
            rows.accounts(made);
            n = made.end();
        }
        say(filling.accounts(), "accounts", began);
        began = System.nanoTime();
        for (int n = 0; n < filling.transfers(); ) {
            Made made = ledger.transfers(n);
            rows.transfers(made);
            n = made.end();
        }
        say(filling.transfers(), "transfers", began);
        rows.end();
        began = System.nanoTime();
        Stored.fill(
                installation.url(),
                filling.transfers(),
                // As FilledBooks.transferKey has it.
                "(lpad(to_hex(%d + n - 1), 12, '0') || '70008000' || lpad(to_hex(n - 1), 12, '0'))::uuid"
                        .formatted(FilledBooks.FIRST_KEY_MILLIS));
        say(filling.transfers(), "keys", began);
        changes(Math.min(MOST_CHANGES, filling.accounts() / ACCOUNTS_OF_A_CHANGE));
    }

    private void say(int count, String what, long began) {
        report.line("filled: %,d %s in %.0f s", count, what, (System.nanoTime() - began) / 1e9);
    }

    /** What changes accounts and takes transfers back. */
    private void changes(int number) {
        int distance = (filled.filling().transfers() - filled.funding()) / number;
        for (int i = 0; i < number; i++) {
            UUID frozen = filled.account((i + 2) * FilledBooks.GROUPS).toUuid();
            sent(key ->
                    it ->
                            it.patch(
                                    "/v1/accounts/" + frozen,
                                    books.token(),
                                    key,
                                    "{\"status\":\"frozen\"}"));
            UUID closed = books.account("consumer");
            sent(key -> it -> it.delete("/v1/accounts/" + closed, books.token(), key));
            int n = (filled.funding() + i * distance) / 20 * 20 + 16; // to the busy account
            UUID transfer = filled.transfer(n).toUuid();
            sent(key ->
                    it ->
                            it.post(
                                    "/v1/transfers/" + transfer + "/reverse",
                                    books.token(),
                                    key,
                                    "{}"));
        }
    }

    private void sent(Function<UUID, Function<ServiceClient, HttpResponse<String>>> request) {
        UUID key = UUID.randomUUID();
        HttpResponse<String> response = books.definite(key, request.apply(key));
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    private UUID program(int n) {
        return made(
                "/v1/programs",
                n,
                "{\"name\":\"Filled %02d\",\"metadata\":{\"region\":\"%s\"}}"
                        .formatted(n, REGIONS.get(n % REGIONS.size())));
    }

    /** With its control accounts, which a change of words needs. */
    private int number(UUID organisation, String currency, UUID program) {
        UUID account =
                made(
                        "/v1/accounts",
                        PROGRAMS + FilledBooks.CURRENCIES.indexOf(currency),
                        "{\"type\":\"external\",\"currency\":\"%s\",\"program_id\":\"%s\"}"
                                .formatted(currency, program));
        sent(key ->
                it ->
                        it.patch(
                                "/v1/accounts/" + account,
                                books.token(),
                                key,
                                "{\"name\":\"%s\"}".formatted(currency)));
        return Math.toIntExact(
                Sql.number(
                        installation.url(),
                        "SELECT number FROM ledger_number WHERE organisation_id = ? AND currency ="
                                + " ?",
                        organisation,
                        currency));
    }

    /** The same each time. */
    private UUID made(String path, int n, String json) {
        UUID key = UUID.nameUUIDFromBytes(new byte[] {(byte) n});
        HttpResponse<String> response =
                books.definite(key, it -> it.post(path, books.token(), key, json));
        if (response.statusCode() != 201) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return UUID.fromString(Books.json(response.body()).path("id").asText());
    }
}
