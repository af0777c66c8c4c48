package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRecorded;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
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

import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A mutation whose claim is the first that looks for its key, and what the ledger knows of it. */
class ClaimedAnewTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private static ServiceUnderTest service;
    private static RowsMutation<?> creation;

    /** Of a program. */
    private static byte[] command;

    private final AtomicInteger lookups = new AtomicInteger();
    private final UUID key = UUID.randomUUID();
    private FailingLedger ledger;
    private IdempotencyEngine engine;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(TestProperties.PATIENT);
        StoredClaims.keepAll(Sql.url(service));
        Books books = Books.open(service.client(), service.folder());
        UUID example = UUID.randomUUID();
        books.post("/v1/programs", example, "{\"name\":\"Wallets\"}");
        command = StoredClaims.of(Sql.url(service), example).command();
        creation =
                (RowsMutation<?>)
                        service.bean(Mutations.class).find("programs.create").orElseThrow();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void open() {
        ledger = new FailingLedger(service.bean(Ledger.class), 8190);
        ledger.beforeLookup(lookups::incrementAndGet);
        engine = Engines.beside(service, ledger, service.bean(Mutations.class));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void whatIsRecordedIsToldBeforeTheLedgerAnswers() {
        assertRecorded(create(), 201);
        CountDownLatch told = new CountDownLatch(1);
        ledger.beforeLookup(() -> awaitEnd(told));
        Answer again;
        try {
            again = create();
        } finally {
            told.countDown();
        }
        assertThat(again)
                .isInstanceOfSatisfying(
                        Answer.Recorded.class,
                        it -> {
                            assertThat(it.response().status()).isEqualTo(201);
                            assertThat(it.replayed()).isTrue();
                        });
    }

    @Test
    void theLedgerIsAskedOnce() {
        assertRecorded(create(), 201);
        assertThat(lookups.getAndSet(0)).isOne();
        forget();
        assertRecorded(create(), 201);
        assertThat(lookups.getAndSet(0)).as("of a key that has left a trace").isOne();
        assertRecorded(
                execute(
                        creation,
                        UUID.randomUUID(),
                        _ ->
                                new Prepared.Refused<>(
                                        Problem.of(ProblemCode.CONFLICT, "for the test"))),
                409);
        assertThat(lookups.get()).as("of a key whose request is refused").isOne();
    }

    private Answer create() {
        return execute(creation, key);
    }

    private <C extends Command> Answer execute(RowsMutation<C> mutation, UUID its) {
        return execute(mutation, its, Prepared.Ready::new);
    }

    private <C extends Command> Answer execute(
            RowsMutation<C> mutation, UUID its, Function<C, Prepared<C>> facts) {
        C wanted = CommandVersions.decode(mutation, mutation.encodingVersion(), command);
        Supplier<Prepared<C>> prepared = () -> facts.apply(wanted);
        return engine.execute(
                mutation,
                wanted.content(),
                prepared,
                prepared,
                new MutationRequest(
                        new LedgerCall(ORGANISATION, Deadline.after(DEADLINE)),
                        new IdempotencyKey(its),
                        EnumSet.allOf(Scope.class),
                        service.bean(RecordedProblems.class)::plain));
    }

    /** As the purge does. */
    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private static void awaitEnd(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
