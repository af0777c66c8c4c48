package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRecorded;
import static global.pryzma.ledger.idempotency.Answers.assertRefused;
import static global.pryzma.ledger.testing.Tenant.accountJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.idempotency.FailingLedger.Fate;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * The place of an account on every way that a claim can go: an organisation that may have two, and
 * has one.
 */
@Execution(ExecutionMode.SAME_THREAD)
class OpeningPlacesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final FailingLedger ledger = new FailingLedger(service.bean(Ledger.class), 8190);
    private final Mutation<?> opening =
            service.bean(Mutations.class).find("accounts.create").orElseThrow();
    private final List<IdempotencyEngine> engines = new ArrayList<>();
    private final IdempotencyEngine failing = engine(ledger);

    /** As in another instance. */
    private final IdempotencyEngine other = engine(service.bean(Ledger.class));

    private final UUID key = UUID.randomUUID();
    private String program;
    private UUID opened;

    private IdempotencyEngine engine(Ledger its) {
        IdempotencyEngine engine = Engines.beside(service, its, service.bean(Mutations.class));
        engines.add(engine);
        return engine;
    }

    @BeforeEach
    void openOne() {
        program = tenant.program();
        opened = UUID.randomUUID();
        Tenant.created(
                tenant.post("/v1/accounts", opened, accountJson(program, "consumer", "EUR")));
        Sql.run(
                service,
                "INSERT INTO organisation_limit (id, kind, organisation_id, most)"
                        + " VALUES (gen_random_uuid(), 'accounts', ?, 2)",
                tenant.organisation());
    }

    @AfterEach
    void close() {
        engines.forEach(IdempotencyEngine::close);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_REACH", "NO_ROOM"})
    void aClaimThatIsGivenBackGivesItUp(Fate fate) {
        ledger.next(fate);
        assertThat(execute(failing, key, LONG)).isInstanceOf(Answer.Refused.class);
        await().until(() -> taken() == 1);
        assertOpened(execute(other, UUID.randomUUID(), LONG));
        assertExceeded(execute(failing, key, LONG));
        assertPlacesAreAccounts(2);
    }

    @Test
    void whoWaitsForAnUndecidedOneGetsItWhenThatIsGivenBack() throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        ledger.before(() -> {
            claimed.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ledger.next(Fate.OUT_OF_REACH);
        CompletableFuture<Answer> first = later(() -> execute(failing, key, LONG));
        claimed.await();
        assertRefused(execute(other, UUID.randomUUID(), SHORT), ProblemCode.SERVICE_UNAVAILABLE);
        CompletableFuture<Answer> waiting = later(() -> execute(other, UUID.randomUUID(), LONG));
        assertThat(waiting.isDone()).isFalse();
        goesOn.countDown();
        assertRefused(first.get(), ProblemCode.LEDGER_UNAVAILABLE);
        assertOpened(waiting.get());
        assertPlacesAreAccounts(2);
    }

    @Test
    void inDoubtItStaysUntilARetry() {
        leaveInDoubt();
        assertRefused(execute(other, UUID.randomUUID(), SHORT), ProblemCode.SERVICE_UNAVAILABLE);
        assertOpened(execute(other, key, LONG));
        assertExceeded(execute(other, UUID.randomUUID(), LONG));
        assertPlacesAreAccounts(2);
    }

    @Test
    void inDoubtItStaysUntilACancel() {
        leaveInDoubt();
        Tenant.ok(tenant.delete("/v1/idempotency-keys/" + key));
        assertPlacesAreAccounts(1);
        assertOpened(execute(other, UUID.randomUUID(), LONG));
        assertPlacesAreAccounts(2);
    }

    @Test
    void inDoubtItStaysUntilTheResolverGivesItUp() {
        leaveInDoubt();
        Sql.run(
                service,
                "UPDATE idempotency_key SET claimed_at = now() - interval '25 hours' WHERE key = ?",
                key);
        Sql.run(service, "UPDATE key_in_doubt SET due_at = now() WHERE key = ?", key);
        service.bean(Resolver.class).run();
        assertPlacesAreAccounts(1);
        assertOpened(execute(other, UUID.randomUUID(), LONG));
    }

    /** The account that is there keeps its own. */
    @Test
    void otherContentForAKeyWhoseRecordIsGoneTakesNone() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", opened)).isOne();
        assertRefused(execute(other, opened, LONG), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPlacesAreAccounts(1);
        assertOpened(execute(other, UUID.randomUUID(), LONG));
    }

    @Test
    void manyAtOnceOnTwoInstancesGetWhatThereIs() throws Exception {
        Sql.run(
                service,
                "UPDATE organisation_limit SET most = 12 WHERE organisation_id = ?",
                tenant.organisation());
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            IdempotencyEngine by = i % 2 == 0 ? failing : other;
            answers.add(later(() -> execute(by, UUID.randomUUID(), LONG)));
        }
        List<Integer> statuses = new ArrayList<>();
        for (CompletableFuture<Answer> answer : answers) {
            assertThat(answer.get())
                    .isInstanceOfSatisfying(
                            Answer.Recorded.class, it -> statuses.add(it.response().status()));
        }
        assertThat(statuses).containsOnly(201, 409);
        assertThat(statuses.stream().filter(it -> it == 201)).hasSize(11);
        assertPlacesAreAccounts(12);
    }

    /** Its fence was sent, and the account was not. */
    private void leaveInDoubt() {
        ledger.keepAccounts();
        assertRefused(execute(failing, key, LONG), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(this::isListed);
        assertThat(taken()).isEqualTo(2);
    }

    private boolean isListed() {
        return Sql.number(service, "SELECT count(*) FROM key_in_doubt WHERE key = ?", key) == 1;
    }

    private static CompletableFuture<Answer> later(Supplier<Answer> answer) {
        return CompletableFuture.supplyAsync(answer, task -> Thread.ofVirtual().start(task));
    }

    private Answer execute(IdempotencyEngine by, UUID its, Duration deadline) {
        return execute(by, opening, its, deadline);
    }

    private <C extends Command> Answer execute(
            IdempotencyEngine by, Mutation<C> mutation, UUID its, Duration deadline) {
        String command =
                "{\"type\":\"business\",\"currency\":\"EUR\",\"program_id\":\"%s\",\"ledger_number\":%d}"
                        .formatted(
                                program,
                                Sql.number(
                                        service,
                                        "SELECT max(number) FROM ledger_number WHERE"
                                                + " organisation_id = ?",
                                        tenant.organisation()));
        return by.execute(
                mutation,
                CommandVersions.decode(mutation, 1, command.getBytes(StandardCharsets.UTF_8)),
                new MutationRequest(
                        new LedgerCall(tenant.organisation(), Deadline.after(deadline)),
                        new IdempotencyKey(its),
                        EnumSet.allOf(Scope.class),
                        service.bean(RecordedProblems.class)::plain));
    }

    private static void assertOpened(Answer answer) {
        assertRecorded(answer, 201);
    }

    private static void assertExceeded(Answer answer) {
        assertRecorded(answer, 409);
    }

    private long taken() {
        return number("SELECT taken FROM account_place_count WHERE organisation_id = ?");
    }

    private void assertPlacesAreAccounts(long number) {
        await().until(() -> taken() == number);
        assertThat(number("SELECT count(*) FROM account WHERE organisation_id = ?"))
                .isEqualTo(number);
        assertThat(
                        number(
                                "SELECT count(*) FROM account_place"
                                        + " WHERE organisation_id = ? AND key IS NULL"))
                .isEqualTo(number);
    }

    private long number(String sql) {
        return Sql.number(service, sql, tenant.organisation());
    }
}
