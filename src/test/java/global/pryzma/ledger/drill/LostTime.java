package global.pryzma.ledger.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.drill.Lost.Kind;
import global.pryzma.ledger.testing.Books;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;

/** The requests that were answered after the backup, and what is left of what they did. */
final class LostTime {
    private static final long AMOUNT = 7;

    private final Books books;
    private final UUID known;
    private final List<Lost> requests = new ArrayList<>();

    /**
     * @param known an account that the backup has, with money in it
     */
    LostTime(Books books, UUID known) {
        this.books = books;
        this.known = known;
    }

    /** Does so many things, of every kind in turn. */
    void live(int many) {
        for (int i = 0; i < many; i++) {
            Kind kind = Kind.values()[i % Kind.values().length];
            Lost lost =
                    switch (kind) {
                        case TRANSFER -> post(kind, "/v1/transfers", payment());
                        case TRANSFER_WITH_WORDS ->
                                post(
                                        kind,
                                        "/v1/transfers",
                                        with(payment(), "\"description\":\"Rent\""));
                        case ACCOUNT ->
                                post(
                                        kind,
                                        "/v1/accounts",
                                        with(books.accountJson("consumer"), "\"name\":\"Ada\""));
                        case NAME -> change(kind, "{\"name\":\"Name %d\"}".formatted(i));
                        case FREEZE -> change(kind, "{\"status\":\"frozen\"}");
                        case PROGRAM -> post(kind, "/v1/programs", "{\"name\":\"Wallets\"}");
                        case CANCELLED -> cancel();
                    };
            assertThat(lost.answer().statusCode()).as("%s", lost).isBetween(200, 201);
            requests.add(lost);
        }
    }

    private Lost post(Kind kind, String path, String json) {
        return Lost.sent(books, kind, "POST", path, UUID.randomUUID(), json);
    }

    /** Of an account of its own, which the backup has not; another one would be changed twice. */
    private Lost change(Kind kind, String json) {
        String account = "/v1/accounts/" + books.account("consumer");
        return Lost.sent(books, kind, "PATCH", account, UUID.randomUUID(), json);
    }

    private Lost cancel() {
        String key = "/v1/idempotency-keys/" + UUID.randomUUID();
        return Lost.sent(books, Kind.CANCELLED, "DELETE", key, UUID.randomUUID(), "");
    }

    private String payment() {
        return Books.transferJson(books.settlement(), known, AMOUNT);
    }

    private static String with(String json, String more) {
        return json.substring(0, json.length() - 1) + "," + more + "}";
    }

    List<Lost> requests() {
        return requests;
    }

    /** How many things of these kinds are there, and are as they were. */
    int count(BiPredicate<Lost, JsonNode> asItWas, Kind... kinds) {
        int found = 0;
        for (Lost lost : of(kinds)) {
            var response =
                    books.definite(
                            UUID.randomUUID(),
                            service -> service.get(lost.resource(), books.token()));
            if (response.statusCode() == 200 && asItWas.test(lost, Books.json(response.body()))) {
                found++;
            }
        }
        return found;
    }

    List<Lost> of(Kind... kinds) {
        return requests.stream().filter(lost -> List.of(kinds).contains(lost.kind())).toList();
    }

    /** How many keys that were cancelled move money when somebody sends a payment with them. */
    int paidThoughCancelled() {
        int paid = 0;
        for (Lost lost : of(Kind.CANCELLED)) {
            UUID key = UUID.fromString(lost.path().substring(lost.path().lastIndexOf('/') + 1));
            if (books.definiteTransfer(key, books.settlement(), known, AMOUNT).statusCode() < 300) {
                paid++;
            }
        }
        return paid;
    }
}
