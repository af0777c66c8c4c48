package global.pryzma.ledger.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.InDoubtTable;
import global.pryzma.ledger.idempotency.store.KeyWrite.WriteFailure;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.TestProperties;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * No key that is still claimed is forgotten, and none keeps others waiting, whatever happens to its
 * row meanwhile. The resolver and the purge run when the test says so.
 */
class ResolverTest {
    private static ServiceUnderTest service;
    private static Books books;

    private UUID account;
    private UUID key;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        TestProperties.patient(Map.of("pryzma.idempotency.purge-interval", "1h")));
        StoredClaims.keep(Sql.url(service));
        books = Books.open(service.client(), service.folder());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        account = books.account("consumer");
        key = UUID.randomUUID();
    }

    @AfterEach
    void leaveNothingInDoubt() {
        Sql.run(service, "DROP TRIGGER IF EXISTS trouble ON idempotency_key");
        Sql.run(service, "DELETE FROM idempotency_key WHERE recorded_at IS NULL");
        Sql.run(service, "TRUNCATE key_in_doubt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'",
                // As if another had taken over, or everything been rolled back.
                "RETURN NULL"
            })
    void aClaimThatCouldNotBeTakenAwayIsNotForgotten(String instead) {
        HttpResponse<String> moved = transfer(5);
        // As after the purge.
        Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key);
        Sql.run(
                service,
                """
                CREATE OR REPLACE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    %s;
                END $$\
                """
                        .formatted(instead));
        Sql.run(
                service,
                "CREATE TRIGGER trouble BEFORE DELETE ON idempotency_key"
                        + " FOR EACH ROW EXECUTE FUNCTION trouble()");
        assertUnavailable(transfer(6));
        Sql.run(service, "UPDATE idempotency_key SET lease_until = NULL WHERE key = ?", key);
        list();
        assertUnavailable(cancel(key));
        assertUnavailable(transfer(5));
        resolve();
        assertThat(isListed(key)).isTrue();

        Sql.run(service, "DROP TRIGGER trouble ON idempotency_key");
        resolve();
        assertThat(listed()).isZero();
        assertThat(Books.json(cancel(key).body()).path("status").asText())
                .as("there is no claim any more, and the money has moved")
                .isEqualTo("executed");
        assertThat(transfer(5).body()).isEqualTo(moved.body());
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(5));
    }

    @Test
    void aKeyThatIsClaimedAgainBeforeItIsForgottenStaysListed() {
        transfer(5);
        UUID organisation =
                UUID.fromString(
                        books.get("/v1/accounts/" + account).path("organisation_id").asText());
        List<ScopedKey> settled = List.of(new ScopedKey(organisation, key));
        list();
        loseResponse();
        forget(settled);
        assertThat(isListed(key)).isTrue();

        resolve();
        list();
        forget(settled);
        assertThat(listed()).isZero();
    }

    private static void forget(List<ScopedKey> settled) {
        service.bean(Transactions.class)
                .runStatement(connection -> {
                    InDoubtTable.forget(connection, settled);
                    return settled;
                });
    }

    /** As after a failover to a Postgres with a slow clock. */
    @Test
    void aKeyThatTheSearchHasPassedIsListedInTheEnd() {
        HttpResponse<String> moved = transfer(5);
        loseResponse();
        resolve();
        update(key, "claimed_at = now() - interval '23 hours'");
        resolve();
        service.bean(Purge.class).run();
        assertThat(listed()).as("it is not old enough").isZero();

        // Two hours later.
        update(key, "claimed_at = now() - interval '25 hours'");
        Sql.run(service, "UPDATE claim_purge SET purged_until = purged_until - interval '2 hours'");
        service.bean(Purge.class).run();
        assertThat(isListed(key)).isTrue();
        service.bean(Purge.class).run();
        resolve();
        assertThat(listed()).isZero();
        assertThat(state().path("status").asText()).isEqualTo("recorded");
        assertThat(state().path("response").path("body")).isEqualTo(Books.json(moved.body()));
    }

    @Test
    void aRowThatCanNotBeReadKeepsNoOtherKeyWaiting() {
        UUID good = inDoubt();
        UUID bad = inDoubt();
        String length = "CHECK (octet_length(fingerprint) = 32) NOT VALID";
        Sql.run(service, "ALTER TABLE idempotency_key DROP CONSTRAINT idempotency_key_fingerprint");
        Sql.run(service, "UPDATE idempotency_key SET fingerprint = '' WHERE key = ?", bad);
        Sql.run(
                service,
                "ALTER TABLE idempotency_key ADD CONSTRAINT idempotency_key_fingerprint " + length);
        resolve();
        assertThat(isListed(good)).isFalse();
        assertThat(statusOf(good)).isEqualTo("recorded");
        assertThat(isListed(bad)).isTrue();
        assertThatThrownBy(() ->
                        Sql.run(
                                service,
                                "UPDATE idempotency_key SET fingerprint = '' WHERE key = ?",
                                good))
                .rootCause()
                .hasMessageContaining("idempotency_key_fingerprint");
    }

    /** Another type, no amount, and what only a newer version knows. */
    @ParameterizedTest
    @ValueSource(strings = {"\"amount\":5", "\"amount\":\"\"", "\"amount\":\"5\",\"new\":\"x\""})
    void aCommandThatCanNotBeReadKeepsNoOtherKeyWaitingAndIsPreventedInTheEnd(String amount) {
        UUID good = inDoubt();
        UUID executed = inDoubt();
        UUID never = inDoubt();
        StoredClaims.inOldForm(Sql.url(service), executed);
        StoredClaims.inOldForm(Sql.url(service), never);
        // The last bits of the plan's id.
        update(never, "plan = set_byte(plan, 19, get_byte(plan, 19) # 255)");
        for (UUID bad : List.of(executed, never)) {
            update(
                    bad,
                    "command = convert_to(replace(convert_from(command, 'UTF8'),"
                            + " '\"amount\":\"5\"', '%s'), 'UTF8')".formatted(amount));
        }
        resolve();
        assertThat(statusOf(good)).isEqualTo("recorded");
        assertThat(isListed(executed)).isTrue();
        assertThat(isListed(never)).as("it may still be on its way").isTrue();

        for (UUID bad : List.of(executed, never)) {
            update(bad, "claimed_at = now() - interval '25 hours'");
        }
        resolve();
        assertThat(isListed(executed)).as("money has moved, who knows for what").isTrue();
        assertUnavailable(cancel(executed));
        assertThat(isListed(never)).isFalse();
        JsonNode response = books.get("/v1/idempotency-keys/" + never).path("response");
        assertThat(response.path("status").asInt()).isEqualTo(409);
        assertThat(response.at("/body/error").asText()).isEqualTo("request_cancelled");
    }

    @Test
    void aCommandThatCanNotBeReadCanBeCancelled() {
        UUID never = inDoubt();
        StoredClaims.inOldForm(Sql.url(service), never);
        update(never, "plan = set_byte(plan, 19, get_byte(plan, 19) # 255), command = '{}'");
        HttpResponse<String> cancelled = cancel(never);
        assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(200);
        assertThat(Books.json(cancelled.body()).at("/response/status").asInt()).isEqualTo(409);
    }

    @Test
    void aSearchThatFailsKeepsNoKeyWaiting() {
        UUID good = inDoubt();
        Sql.run(service, "ALTER TABLE claim_scan RENAME TO scan_of_claims");
        try {
            assertThatThrownBy(ResolverTest::resolve).isInstanceOf(WriteFailure.class);
        } finally {
            Sql.run(service, "ALTER TABLE scan_of_claims RENAME TO claim_scan");
        }
        assertThat(statusOf(good)).isEqualTo("recorded");
    }

    /** A transfer of 5 that was executed, whose instance died before it recorded that. */
    private UUID inDoubt() {
        key = UUID.randomUUID();
        assertThat(transfer(5).statusCode()).isEqualTo(201);
        loseResponse();
        list();
        return key;
    }

    private static void update(UUID of, String assignments) {
        assertThat(
                        Sql.run(
                                service,
                                "UPDATE idempotency_key SET " + assignments + " WHERE key = ?",
                                of))
                .isOne();
    }

    private static String statusOf(UUID settled) {
        return books.get("/v1/idempotency-keys/" + settled).path("status").asText();
    }

    private HttpResponse<String> transfer(long amount) {
        return books.transfer(key, books.settlement(), account, amount);
    }

    private static HttpResponse<String> cancel(UUID unwanted) {
        return books.client()
                .delete("/v1/idempotency-keys/" + unwanted, books.token(), UUID.randomUUID());
    }

    private JsonNode state() {
        return books.get("/v1/idempotency-keys/" + key);
    }

    /** As if the instance had died before it recorded the response. */
    private void loseResponse() {
        StoredClaims.loseResponse(Sql.url(service), key);
    }

    private void list() {
        Sql.run(
                service,
                "INSERT INTO key_in_doubt (organisation_id, key)"
                        + " SELECT organisation_id, key FROM idempotency_key WHERE key = ?"
                        + " ON CONFLICT DO NOTHING",
                key);
    }

    /** Whether the key is in the operators' list. */
    private static boolean isListed(UUID wanted) {
        return StreamSupport.stream(
                        books.get("/v1/ledger/in-doubt?limit=100").path("data").spliterator(),
                        false)
                .anyMatch(row -> row.path("key").asText().equals(wanted.toString()));
    }

    private long listed() {
        return Sql.number(service, "SELECT count(*) FROM key_in_doubt WHERE key = ?", key);
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
    }

    /** One run of the resolver, as if the last one had been long ago. */
    private static void resolve() {
        Sql.run(service, "UPDATE key_in_doubt SET due_at = now()");
        service.bean(Resolver.class).run();
    }
}
