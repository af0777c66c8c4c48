package global.pryzma.ledger.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.Submission;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ledger has and nobody owns is reported, once, until somebody does. The first instance
 * does not sweep; the second one does, and remembers nothing.
 */
@ResourceLock("log of the sweep")
class OrphansTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern NUMBER = Pattern.compile("ledger number (\\d+)");

    private final List<String> written = new ArrayList<>();
    private ServiceUnderTest service;
    private Tenant tenant;

    @BeforeEach
    void start() {
        service = ServiceUnderTest.start(Map.of("pryzma.sweep.interval", "1h"));
        tenant = new Tenant(service);
    }

    @AfterEach
    void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @Test
    void withoutTheLedgerNumberEverythingIsOrphanedUntilItIsBack() {
        String program = tenant.program();
        String settlement = tenant.account(program, "settlement", "EUR");
        String consumer = tenant.account(program, "consumer", "EUR");
        tenant.account(program, "consumer", "USD");
        String last = tenant.account(program, "consumer", "EUR");
        String first = transfer(settlement, consumer);
        transfer(settlement, consumer);
        long number =
                Sql.number(service, "SELECT number FROM ledger_number WHERE currency = 'EUR'");
        Sql.run(service, "CREATE TABLE kept AS SELECT * FROM ledger_number WHERE currency = 'EUR'");
        Sql.run(service, "DELETE FROM ledger_number WHERE currency = 'EUR'");
        Sql.run(service, "DELETE FROM account WHERE id = ?", UUID.fromString(last));

        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger sweep = (Logger) LoggerFactory.getLogger("global.pryzma.ledger.sweep.Sweep");
        log.start();
        sweep.addAppender(log);
        try (ServiceUnderTest second = sweeping()) {
            await().atMost(SOON).until(() -> orphans(20).size() == 4);
            assertThat(orphans(20))
                    .extracting(orphan -> orphan.get("id").asText())
                    .containsExactly(first, last, consumer, settlement);
            assertThat(orphans(20))
                    .extracting(orphan -> orphan.get("kind").asText())
                    .containsExactly("transfer", "account", "account", "account");
            for (JsonNode orphan : orphans(20)) {
                assertThat(orphan.get("reason").asText()).isEqualTo("ledger_number_unknown");
                assertThat(orphan.get("ledger_number").asLong()).isEqualTo(number);
            }
            assertThat(orphans(20).get(1).get("program_id").asText()).isEqualTo(program);
            assertThat(orphans(3)).isEqualTo(orphans(20));
            awaitRuns(3);
            assertThat(log.list)
                    .filteredOn(this::isOurs)
                    .as("each once")
                    .hasSize(4)
                    .allMatch(event -> event.getFormattedMessage().startsWith("nobody owns"));

            Sql.run(service, "INSERT INTO ledger_number SELECT * FROM kept");
            await().atMost(SOON).until(() -> orphans(20).isEmpty());
            assertThat(second.client().get("/health").body()).contains("\"orphans\":");
        } finally {
            sweep.detachAppender(log);
        }
        Tenant.created(tenant.post("/v1/transfers", Tenant.transferJson(consumer, last, "1")));
    }

    @Test
    void whatStrangersWriteIsReported() {
        String program = tenant.program();
        tenant.account(program, "consumer", "EUR");
        int number = (int) Sql.number(service, "SELECT number FROM ledger_number LIMIT 1");
        UUID lost = UUID.randomUUID();
        UUID unnumbered = write(UUID.fromString(program), -7, 1);
        UUID untyped = write(UUID.fromString(program), number, 77);
        UUID homeless = write(lost, number, 1);
        UUID unprogrammed = write(new UUID(0, 0), number, 2);
        write(lost, number, 900);
        write(lost, 999, 1);

        try (ServiceUnderTest _ = sweeping()) {
            await().atMost(SOON).until(() -> orphans(20).size() == 4);
            assertThat(orphans(20))
                    .extracting(orphan ->
                            orphan.get("id").asText() + " " + orphan.get("reason").asText())
                    .containsExactly(
                            unprogrammed + " program_unknown",
                            homeless + " program_unknown",
                            untyped + " account_type_unknown",
                            unnumbered + " ledger_number_unknown");
            assertThat(orphans(20).get(3).get("ledger_number").asLong()).isEqualTo((1L << 32) - 7);
            assertThat(orphans(20).get(0).has("program_id")).isFalse();

            Sql.run(
                    service,
                    "INSERT INTO program (id, organisation_id, name, content, created_at_nanos)"
                            + " VALUES (?, ?, 'Found', '', 1)",
                    lost,
                    tenant.organisation());
            await().atMost(SOON).until(() -> orphans(20).size() == 3);
            assertThat(Tenant.ok(tenant.get("/v1/accounts/" + homeless)).get("type").asText())
                    .isEqualTo("consumer");
        }
    }

    @Test
    void theListIsForOperators() {
        Tenant.assertError(
                service.client().get("/v1/ledger/orphans", tenant.token(Scope.ACCOUNTS_READ)),
                403,
                "insufficient_scope");
        Tenant.assertError(tenant.get("/v1/ledger/orphans?limit=0"), 400, "invalid_parameter");
        Tenant.assertError(tenant.get("/v1/ledger/orphans?cursor=x"), 400, "invalid_parameter");
    }

    private String transfer(String debit, String credit) {
        return Tenant.created(tenant.post("/v1/transfers", Tenant.transferJson(debit, credit, "5")))
                .get("id")
                .asText();
    }

    /** An account that nobody asked this service for. */
    private UUID write(UUID program, int number, int code) {
        UUID id = UUID.randomUUID();
        AccountFields account =
                new AccountFields(
                        LedgerId.of(id),
                        LedgerId.of(program),
                        1,
                        1,
                        number,
                        code,
                        AccountFlags.HISTORY);
        Submission submission =
                service.bean(Ledger.class)
                        .createAccounts(
                                List.of(account),
                                new LedgerCall(
                                        LedgerCall.SERVICE,
                                        Deadline.after(Duration.ofSeconds(30))));
        assertThat(submission).isInstanceOf(Submission.Answered.class);
        assertThat(((Submission.Answered) submission).results().getFirst().created()).isTrue();
        written.add(id.toString());
        return id;
    }

    /** Another instance, which sweeps. */
    private ServiceUnderTest sweeping() {
        SweepMarks.setToGenesis(service);
        Map<String, Object> properties = new HashMap<>(SweepTest.BUSY);
        // What others have just written would be looked at again and again, and keep ours waiting.
        properties.put("pryzma.sweep.overlap", "2s");
        return service.beside(properties);
    }

    /** Ours, on all pages of this size. */
    private List<JsonNode> orphans(int limit) {
        List<JsonNode> orphans = new ArrayList<>();
        String query = "?limit=" + limit;
        JsonNode page;
        do {
            page = Tenant.ok(tenant.get("/v1/ledger/orphans" + query));
            page.get("data").forEach(orphans::add);
            query = "?limit=" + limit + "&cursor=" + page.path("next_cursor").asText();
        } while (page.get("has_more").asBoolean());
        return orphans.stream().filter(this::isOurs).toList();
    }

    private boolean isOurs(JsonNode orphan) {
        return written.contains(orphan.get("id").asText())
                || service.ledgerNumbers().has(orphan.get("ledger_number").asLong());
    }

    /** Whether it is about one of ours, or about anything else than an orphan. */
    private boolean isOurs(ILoggingEvent event) {
        Matcher number = NUMBER.matcher(event.getFormattedMessage());
        return !number.find() || service.ledgerNumbers().has(Long.parseLong(number.group(1)));
    }

    /** Waits until the end of the ledger has been reached so many times more. */
    private void awaitRuns(int count) {
        String finished = "SELECT (extract(epoch FROM finished_at) * 1000000)::bigint FROM sweep";
        for (int i = 0; i < count; i++) {
            long before = Sql.number(service, finished);
            await().atMost(SOON).until(() -> Sql.number(service, finished) != before);
        }
    }
}
