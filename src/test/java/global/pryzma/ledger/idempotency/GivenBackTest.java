package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRecorded;
import static global.pryzma.ledger.idempotency.Answers.assertRefused;

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
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * What was never sent is not in doubt: the claim is given back, with what it reserved; and what
 * others make of a claim that may be given back.
 */
class GivenBackTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static ServiceUnderTest service;
    private static Books books;
    private static int ledgerNumber;

    private FailingLedger ledger;
    private IdempotencyEngine engine;

    /** As in another instance. */
    private IdempotencyEngine other;

    private final ReservingMove move = new ReservingMove(new Move(1), "name " + UUID.randomUUID());
    private UUID account;
    private UUID key;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.idempotency.resolve-interval", "1h",
                                "pryzma.idempotency.purge-interval", "1h"));
        StoredClaims.keep(Sql.url(service));
        books = Books.open(service.client(), service.folder());
        ledgerNumber = books.ledgerNumber(service.bean(Ledger.class));
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        ledger = new FailingLedger(service.bean(Ledger.class), 8190);
        engine = engine(ledger);
        other = engine(service.bean(Ledger.class));
        account = books.account("consumer");
        key = UUID.randomUUID();
    }

    private IdempotencyEngine engine(Ledger its) {
        return Engines.beside(service, its, new Mutations(List.of(move)));
    }

    @AfterEach
    void close() {
        engine.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_REACH", "NO_ROOM"})
    void whatIsNotSentLeavesNothing(Fate fate) {
        ledger.next(fate);
        assertRefused(
                execute(engine, key, 5),
                fate == Fate.NO_ROOM
                        ? ProblemCode.SERVICE_UNAVAILABLE
                        : ProblemCode.LEDGER_UNAVAILABLE);
        awaitUnused();
        // So the key is good for anything, and what it reserved is good for any key.
        assertMoved(execute(engine, key, 6));
        assertPosted(6);
    }

    @Test
    void whatItReservedIsFreeForOthers() {
        ledger.next(Fate.OUT_OF_REACH);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        awaitUnused();
        assertMoved(execute(engine, UUID.randomUUID(), 5));
        assertRecorded(execute(engine, key, 5), 409);
        assertPosted(5);
    }

    /** It is that of the money that has moved. */
    @Test
    void whatAnEarlierUseOfTheKeyReservedIsNotFree() {
        assertMoved(execute(engine, key, 5));
        forget();
        ledger.next(Fate.OUT_OF_REACH);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(() -> rows() == 0);
        assertRecorded(execute(engine, UUID.randomUUID(), 5), 409);
        assertMoved(execute(engine, key, 5));
        assertPosted(5);
    }

    @Test
    void whileTheCircuitIsOpenNothingIsClaimedAndAKeyWithARowIsSettledFromIt() {
        UUID recorded = UUID.randomUUID();
        assertMoved(execute(engine, recorded, 5));
        ledger.admits(false);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        assertThat(rows()).isZero();
        assertThat(execute(engine, recorded, 5))
                .isInstanceOfSatisfying(
                        Answer.Recorded.class, it -> assertThat(it.replayed()).isTrue());
        assertRefused(execute(engine, recorded, 6), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"OUT_OF_REACH", "NO_ROOM"})
    void aPlanThatAnEarlierOwnerMayHaveSentIsNotGivenBack(Fate fate) {
        ledger.next(Fate.ANSWER_IS_LOST, fate);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(() -> listed() == 1);
        assertThat(execute(engine, key, 5)).isInstanceOf(Answer.Refused.class);
        ledger.admits(false);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(() -> leased() == 0);
        assertThat(rows()).isOne();
        ledger.admits(true);
        assertMoved(execute(engine, key, 5));
        assertPosted(5);
    }

    /** With its fence something of the plan was sent. */
    @Test
    void anAccountWhoseFenceWasSentIsInDoubt() throws Exception {
        UUID example = UUID.randomUUID();
        books.post("/v1/accounts", example, books.accountJson("consumer"));
        Mutations all = service.bean(Mutations.class);
        IdempotencyEngine ofAccounts = Engines.beside(service, ledger, all);
        try {
            Mutation<?> opening = all.find("accounts.create").orElseThrow();
            byte[] command = StoredClaims.of(Sql.url(service), example).command();
            ledger.keepAccounts();
            assertRefused(repeat(ofAccounts, opening, command), ProblemCode.LEDGER_UNAVAILABLE);
            await().until(() -> listed() == 1);
            assertThat(rows()).isOne();
            ledger.next(Fate.OUT_OF_REACH);
            forget();
            assertRefused(repeat(ofAccounts, opening, command), ProblemCode.LEDGER_UNAVAILABLE);
            await().until(() -> rows() == 0);
        } finally {
            ofAccounts.close();
        }
    }

    private <C extends Command> Answer repeat(
            IdempotencyEngine by, Mutation<C> mutation, byte[] command) {
        return by.execute(
                mutation,
                CommandVersions.decode(mutation, mutation.encodingVersion(), command),
                request(key, DEADLINE));
    }

    @Test
    void whoWaitsForTheClaimStartsAnewWhenItIsGivenBack() throws Exception {
        CompletableFuture<Answer> waiting = whileTheFirstIsHeldUp(() -> execute(other, key, 5));
        assertMoved(waiting.get());
        assertPosted(5);
    }

    @Test
    void otherContentWaitsAndGetsTheKeyWhenItIsGivenBack() throws Exception {
        CompletableFuture<Answer> waiting = whileTheFirstIsHeldUp(() -> execute(other, key, 6));
        assertMoved(waiting.get());
        assertRefused(execute(engine, key, 5), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(6);
    }

    @Test
    void anotherKeyWaitsForWhatIsReservedAndGetsItWhenItIsGivenBack() throws Exception {
        UUID second = UUID.randomUUID();
        CompletableFuture<Answer> waiting = whileTheFirstIsHeldUp(() -> execute(other, second, 6));
        assertMoved(waiting.get());
        assertPosted(6);
        assertRecorded(execute(engine, key, 5), 409);
    }

    @Test
    void nothingDefiniteFollowsFromAClaimThatIsNotRecorded() {
        ledger.next(Fate.IS_LOST);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        UUID second = UUID.randomUUID();
        assertRefused(execute(engine, key, 6, SHORT), ProblemCode.SERVICE_UNAVAILABLE);
        assertRefused(execute(engine, second, 5, SHORT), ProblemCode.SERVICE_UNAVAILABLE);
        assertMoved(execute(engine, key, 5));
        assertRefused(execute(engine, key, 6), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertRecorded(execute(engine, second, 5), 409);
        assertPosted(5);
    }

    /** Nobody works on it any more, and nobody has recorded it. */
    @Test
    void whatTheLedgerHasOfAClaimIsDefinite() {
        ledger.next(Fate.ANSWER_IS_LOST);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(() -> listed() == 1);
        assertRecorded(execute(engine, UUID.randomUUID(), 5), 409);

        forget();
        ledger.next(Fate.ANSWER_IS_LOST);
        assertRefused(execute(engine, key, 5), ProblemCode.LEDGER_UNAVAILABLE);
        await().until(() -> leased() == 0);
        assertRefused(execute(engine, key, 6), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(5);
    }

    /**
     * A request is held up between its claim and the ledger, until another one that it is in the
     * way of has found its claim; then the circuit opens.
     */
    private CompletableFuture<Answer> whileTheFirstIsHeldUp(Supplier<Answer> another)
            throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch found = new CountDownLatch(1);
        ledger.before(() -> {
            claimed.countDown();
            try {
                found.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        ledger.next(Fate.OUT_OF_REACH);
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(
                        () -> execute(engine, key, 5), task -> Thread.ofVirtual().start(task));
        claimed.await();
        CompletableFuture<Answer> waiting =
                CompletableFuture.supplyAsync(another, task -> Thread.ofVirtual().start(task));
        long reads = commits();
        await().until(() -> commits() > reads + 3);
        assertThat(waiting.isDone()).isFalse();
        found.countDown();
        assertRefused(first.get(), ProblemCode.LEDGER_UNAVAILABLE);
        return waiting;
    }

    private static long commits() {
        return Sql.number(
                service,
                "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");
    }

    private Answer execute(IdempotencyEngine by, UUID its, long amount) {
        return execute(by, its, amount, DEADLINE);
    }

    private Answer execute(IdempotencyEngine by, UUID its, long amount, Duration deadline) {
        return by.execute(
                move,
                new Move.Command(1, ledgerNumber, books.settlement(), List.of(account), amount),
                request(its, deadline));
    }

    private static MutationRequest request(UUID its, Duration deadline) {
        return new MutationRequest(
                new LedgerCall(ORGANISATION, Deadline.after(deadline)),
                new IdempotencyKey(its),
                EnumSet.allOf(Scope.class),
                service.bean(RecordedProblems.class)::plain);
    }

    private void awaitUnused() {
        await().until(() -> rows() == 0);
        assertThat(listed()).isZero();
        assertThat(Sql.number(service, "SELECT count(*) FROM reservation WHERE key = ?", key))
                .isZero();
    }

    private long rows() {
        return Sql.number(service, "SELECT count(*) FROM idempotency_key WHERE key = ?", key);
    }

    private long leased() {
        return Sql.number(
                service,
                "SELECT count(*) FROM idempotency_key WHERE key = ? AND lease_until > now()",
                key);
    }

    private long listed() {
        return Sql.number(service, "SELECT count(*) FROM key_in_doubt WHERE key = ?", key);
    }

    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private static void assertMoved(Answer answer) {
        assertRecorded(answer, 201);
    }

    private void assertPosted(long amount) {
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(amount));
    }
}
