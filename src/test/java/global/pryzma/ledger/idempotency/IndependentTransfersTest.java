package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.FailingLedger.Fate;
import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.Reading;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Many transfers behind an anchor: each happens once or never, whatever is lost on the way and
 * whoever finishes them. Two instances of the engine share a Postgres and a ledger; messages of the
 * first are lost when a test says so.
 */
class IndependentTransfersTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final int MAX_EVENTS = 4;

    private static ServiceUnderTest service;
    private static Books books;
    private static int ledgerNumber;

    private FailingLedger ledger;
    private IdempotencyEngine engine;
    private IdempotencyEngine other;
    private UUID first;
    private UUID second;
    private UUID third;
    private UUID key;

    @BeforeAll
    static void start() {
        service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.idempotency.resolve-interval", "1h",
                                "pryzma.idempotency.purge-interval", "1h"));
        books = Books.open(service.client(), service.folder());
        ledgerNumber = books.ledgerNumber(service.bean(Ledger.class));
        service.bean(ControlAccounts.class).ensure(ledgerNumber, call());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void open() {
        ledger = new FailingLedger(service.bean(Ledger.class), MAX_EVENTS);
        engine = engine(ledger, new Spread(1));
        other = engine(service.bean(Ledger.class), new Spread(1));
        first = books.account("consumer");
        second = books.account("consumer");
        third = books.account("consumer");
        key = UUID.randomUUID();
    }

    private static IdempotencyEngine engine(Ledger ledger, Spread version) {
        return Engines.beside(service, ledger, new Mutations(List.of(version)));
    }

    @AfterEach
    void close() {
        engine.close();
        other.close();
    }

    @Test
    void allAreMadeOnceAndTheAnswerIsReplayed() {
        assertRecorded(execute(), false, "made 1", "made 2", "made 3");
        assertRecorded(execute(), true, "made 1", "made 2", "made 3");
        assertRefused(execute(engine, settlementTo(1, 2, 4)), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(1, 2, 3);
        assertThat(rows().getFirst().transfer().userData128()).isEqualTo(new LedgerId(0, 3));
        assertThat(rows().getFirst().transfer().code()).isEqualTo(6);
    }

    @Test
    void withoutItsRecordTheKeyIsGoodForTheSameAndForNothingElse() {
        assertRecorded(execute(), false, "made 1", "made 2", "made 3");
        forget();
        assertRefused(execute(engine, settlementTo(1, 2, 4)), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertRefused(execute(engine, settlementTo(1, 2)), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertRecorded(execute(), false, "made 1", "made 2", "made 3");
        assertPosted(1, 2, 3);
    }

    @Test
    void eachIsRefusedForItself() {
        UUID poor = books.funded(10);
        List<UUID> to = List.of(first, second, poor, third, new UUID(5, 5));
        Spread.Command command =
                new Spread.Command(ledgerNumber, poor, to, List.of(4L, 7L, 1L, 6L, 1L));
        String sameAccount = "accounts_must_be_different"; // it leaves the id usable
        String noAccount = "credit_account_not_found";
        assertRecorded(
                execute(engine, command),
                false,
                "made 4",
                "exceeds_credits",
                sameAccount,
                "made 6",
                noAccount);
        assertPosted(4, 0, 6);
        assertThat(books.posted(poor)).isZero();
        forget();
        // What it would be told now, it could be told no more of: each has been decided.
        books.transfer(UUID.randomUUID(), books.settlement(), poor, 100);
        String earlier = "id_already_failed";
        assertRecorded(
                execute(engine, command), false, "made 4", earlier, earlier, "made 6", earlier);
        assertPosted(4, 0, 6);
    }

    @Test
    void moreThanOneMessageHolds() {
        ledger.next();
        Spread.Command command = many(10);
        assertRecorded(
                execute(engine, command),
                false,
                IntStream.rangeClosed(1, 10).mapToObj(i -> "made " + i).toArray(String[]::new));
        assertThat(ledger.messages()).as("the anchor alone, then three").isEqualTo(4);
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(55));
        forget();
        assertRecorded(
                execute(engine, command),
                false,
                IntStream.rangeClosed(1, 10).mapToObj(i -> "made " + i).toArray(String[]::new));
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(55));
    }

    /** What is too large was not sent, and leaves nothing. */
    @Test
    void whatAMessageDoesNotHoldAfterAllIsDividedAnew() {
        ledger.seemsToTake(100);
        ledger.next();
        assertRecorded(
                execute(engine, many(10)),
                false,
                IntStream.rangeClosed(1, 10).mapToObj(i -> "made " + i).toArray(String[]::new));
        assertThat(ledger.messages()).as("the anchor alone, then three").isEqualTo(4);
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(55));
    }

    @Test
    void soAreFences() {
        ledger.next(Fate.ARRIVES, Fate.IS_LOST);
        assertInDoubt(execute(engine, many(10)));
        ledger.seemsToTake(100);
        assertThat(cancel()).isEqualTo(201);
        assertThat(books.posted(first)).isZero();
        assertItemsAreDead(1, 10);
    }

    @ParameterizedTest
    @EnumSource(names = {"IS_LOST", "ANSWER_IS_LOST"})
    void afterAnAnchorThatWasNotAnsweredAnotherInstanceGoesOn(Fate fate) {
        ledger.next(fate);
        assertInDoubt(execute());
        assertPosted(0, 0, 0);
        assertThat(ledger.messages()).as("nothing after an unanswered anchor").isOne();
        assertRecorded(execute(other, settlementTo(1, 2, 3)), false, "made 1", "made 2", "made 3");
        assertRecorded(execute(), true, "made 1", "made 2", "made 3");
        assertPosted(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"IS_LOST", "ANSWER_IS_LOST"})
    void afterTheAnchorAnotherInstanceGoesOn(Fate fate) {
        ledger.next(Fate.ARRIVES, fate);
        assertInDoubt(execute());
        assertRecorded(execute(other, settlementTo(1, 2, 3)), false, "made 1", "made 2", "made 3");
        assertPosted(1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource(names = {"IS_LOST", "ANSWER_IS_LOST"})
    void betweenTwoMessagesAnotherInstanceGoesOn(Fate fate) {
        ledger.next(Fate.ARRIVES, Fate.ARRIVES, fate);
        assertInDoubt(execute(engine, many(10)));
        assertThat(ledger.messages()).isEqualTo(3);
        Answer answer = execute(other, many(10));
        assertThat(body(answer)).startsWith("[\"made 1\"").endsWith("\"made 10\"]");
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(55));
    }

    /** Neither the fence of an item nor the rows of those that exist are guessed. */
    @Test
    void anUnansweredFenceLeavesTheWholeInDoubt() {
        Spread.Command command =
                new Spread.Command(
                        ledgerNumber,
                        books.settlement(),
                        List.of(first, books.settlement()),
                        List.of(1L, 1L));
        ledger.next(Fate.ARRIVES, Fate.ARRIVES, Fate.ANSWER_IS_LOST);
        assertInDoubt(execute(engine, command));
        assertRecorded(execute(engine, command), false, "made 1", "id_already_failed");
    }

    @Test
    void aTakeOverRefusesAPlanThatIsNotTheStoredOne() {
        ledger.next(Fate.IS_LOST);
        assertInDoubt(execute());
        StoredClaims.inOldForm(Sql.url(service), key);
        assertThat(
                        Sql.number(
                                service,
                                "SELECT octet_length(plan) FROM idempotency_key WHERE key = ?",
                                key))
                .isEqualTo(36);
        assertThat(
                        Sql.run(
                                service,
                                "UPDATE idempotency_key SET plan = set_byte(plan, 20,"
                                        + " get_byte(plan, 20) # 1) WHERE key = ?",
                                key))
                .isOne();
        assertThatIllegalArgumentException().isThrownBy(this::execute);
        assertPosted(0, 0, 0);
        assertThat(cancel()).as("its anchor's id is known all the same").isEqualTo(409);
        assertAnchorIsDead();
    }

    @Test
    void theResolverRecordsWhatIsThereAndLeavesWhatMayBeOnItsWay() {
        ledger.next(Fate.ARRIVES, Fate.ANSWER_IS_LOST);
        assertInDoubt(execute());
        resolve();
        assertRecorded(execute(), true, "made 1", "made 2", "made 3");

        key = UUID.randomUUID();
        ledger.next(Fate.ARRIVES, Fate.ARRIVES, Fate.IS_LOST);
        assertInDoubt(execute(engine, many(6)));
        resolve();
        assertThat(state()).isEqualTo(KeyState.Status.IN_DOUBT);
        assertThat(bodyOnceTooOld(many(6)))
                .isEqualTo(
                        "[\"made 1\",\"made 2\",\"made 3\",\"made"
                                + " 4\",\"prevented\",\"prevented\"]");
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(1 + 10));
        assertItemsAreDead(5, 6);
    }

    @Test
    void theResolverPreventsAnAnchorThatNeverCame() {
        ledger.next(Fate.IS_LOST);
        assertInDoubt(execute());
        resolve();
        assertThat(state()).isEqualTo(KeyState.Status.IN_DOUBT);
        assertThat(bodyOnceTooOld(settlementTo(1, 2, 3)))
                .isEqualTo("{\"error\":\"request_cancelled\"}");
        assertAnchorIsDead();
        forget();
        assertThat(((Answer.Recorded) execute()).response().status()).isEqualTo(409);
        assertPosted(0, 0, 0);
    }

    /** Small ones travel together; many large ones at once would fill the memory. */
    @Test
    void theResolverSettlesLargeCommandsOneByOne() {
        List<UUID> keys = new ArrayList<>();
        for (int items : List.of(3, 5_000, 5_000, 3)) {
            key = UUID.randomUUID();
            keys.add(key);
            ledger.next(Fate.IS_LOST);
            assertInDoubt(execute(engine, many(items)));
            assertThat(
                            Sql.run(
                                    service,
                                    "UPDATE idempotency_key SET claimed_at = now() - interval '25"
                                            + " hours' WHERE key = ?",
                                    key))
                    .isOne();
        }
        FailingLedger watched = new FailingLedger(service.bean(Ledger.class), 8_190);
        IdempotencyEngine watching = engine(watched, new Spread(1));
        try {
            resolve(watching);
        } finally {
            watching.close();
        }
        List<LedgerId> anchors =
                keys.stream().map(it -> new ScopedKey(ORGANISATION, it).ids().id(0)).toList();
        assertThat(watched.sent())
                .contains(List.of(anchors.get(1)), List.of(anchors.get(2)))
                .anySatisfy(message ->
                        assertThat(message)
                                .contains(anchors.get(0), anchors.get(3))
                                .doesNotContain(anchors.get(1), anchors.get(2)));
        for (UUID one : keys) {
            assertThat(
                            Sql.number(
                                    service,
                                    "SELECT count(*) FROM idempotency_key WHERE key = ? AND"
                                            + " recorded_at IS NOT NULL",
                                    one))
                    .isOne();
        }
    }

    @Test
    void aCancelPreventsAllOrWhatIsMissing() {
        ledger.next(Fate.IS_LOST);
        assertInDoubt(execute());
        assertThat(cancel()).isEqualTo(409);
        assertAnchorIsDead();

        key = UUID.randomUUID();
        ledger.next(Fate.ARRIVES, Fate.IS_LOST);
        assertInDoubt(execute());
        assertThat(cancel()).isEqualTo(201);
        assertRecorded(execute(), true, "prevented", "prevented", "prevented");
        assertItemsAreDead(1, 2, 3);
        assertPosted(0, 0, 0);
    }

    @Test
    void aNewVersionGoesOnWithTheTransfersOfTheOld() {
        ledger.next(Fate.ARRIVES, Fate.ARRIVES, Fate.IS_LOST);
        assertInDoubt(execute(engine, many(6)));
        forget();
        IdempotencyEngine newer = engine(service.bean(Ledger.class), new Spread(2));
        try {
            Answer answer = execute(newer, new Spread(2), many(6));
            assertThat(body(answer)).startsWith("[\"made 1\"").endsWith("\"made 6\"]");
        } finally {
            newer.close();
        }
        assertThat(rows()).hasSize(7).allMatch(row -> row.transfer().userData32() == 1);
        assertThat(books.posted(first)).isEqualTo(BigInteger.valueOf(21));
    }

    @Test
    void aKeyThatHasOpenedAnAccountIsNotGoodForTransfers() {
        assertThat(books.post("/v1/accounts", key, books.accountJson("consumer")).statusCode())
                .isEqualTo(201);
        forget();
        assertRefused(execute(), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(0, 0, 0);
    }

    private Spread.Command settlementTo(long... amounts) {
        List<UUID> to = List.of(first, second, third).subList(0, amounts.length);
        return new Spread.Command(
                ledgerNumber,
                books.settlement(),
                to,
                IntStream.range(0, amounts.length).mapToObj(i -> amounts[i]).toList());
    }

    /** 1, 2, 3 and so on to the first account. */
    private Spread.Command many(int items) {
        return new Spread.Command(
                ledgerNumber,
                books.settlement(),
                IntStream.range(0, items).mapToObj(i -> first).toList(),
                IntStream.rangeClosed(1, items).mapToObj(i -> (long) i).toList());
    }

    private Answer execute() {
        return execute(engine, settlementTo(1, 2, 3));
    }

    private Answer execute(IdempotencyEngine by, Spread.Command command) {
        return execute(by, new Spread(1), command);
    }

    private Answer execute(IdempotencyEngine by, Spread version, Spread.Command command) {
        return by.execute(
                version,
                command,
                new MutationRequest(
                        call(),
                        new IdempotencyKey(key),
                        Set.of(Scope.values()),
                        service.bean(RecordedProblems.class)::plain));
    }

    private static LedgerCall call() {
        return new LedgerCall(ORGANISATION, Deadline.after(Duration.ofSeconds(10)));
    }

    /** The status of the response with which the key was settled. */
    private int cancel() {
        return settled(new Keys(other, new Mutations(List.of(new Spread(1))))).status();
    }

    private RecordedResponse settled(Keys keys) {
        KeyState state =
                keys.cancel(
                        ORGANISATION,
                        new IdempotencyKey(key),
                        _ -> {},
                        List.of(),
                        call().deadline());
        return Objects.requireNonNull(claimed(state).response());
    }

    private static KeyState.Claimed claimed(KeyState state) {
        assertThat(state).isInstanceOf(KeyState.Claimed.class);
        return (KeyState.Claimed) state;
    }

    private KeyState.Status state() {
        return claimed(
                        new Keys(other, new Mutations(List.of(new Spread(1))))
                                .find(
                                        ORGANISATION,
                                        new IdempotencyKey(key),
                                        _ -> {},
                                        call().deadline())
                                .orElseThrow())
                .status();
    }

    /** The body of the response once the resolver has found the key too old. */
    private String bodyOnceTooOld(Spread.Command command) {
        assertThat(
                        Sql.run(
                                service,
                                "UPDATE idempotency_key SET claimed_at = now() - interval '25"
                                        + " hours' WHERE key = ?",
                                key))
                .isOne();
        resolve();
        return body(execute(engine, command));
    }

    /** One run of the resolver, as if the last one had been long ago. */
    private void resolve() {
        resolve(other);
    }

    private void resolve(IdempotencyEngine by) {
        await().until(() ->
                Sql.number(service, "SELECT count(*) FROM key_in_doubt WHERE key = ?", key) == 1);
        Sql.run(service, "UPDATE key_in_doubt SET due_at = now()");
        new Resolver(
                        service.bean(Transactions.class),
                        by,
                        service.bean(IdempotencySettings.class),
                        service.bean(BacklogMeters.class))
                .run();
    }

    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private LedgerId id(int index) {
        return DerivedIds.of(ORGANISATION, new IdempotencyKey(key)).id(index);
    }

    /** The rows of the key, the anchor's first. */
    private List<LedgerTransfer> rows() {
        List<LedgerId> ids = IntStream.rangeClosed(0, 10).mapToObj(this::id).toList();
        return service.bean(Ledger.class).lookupTransfers(ids, call())
                        instanceof Reading.Answered<List<LedgerTransfer>>(var rows)
                ? rows
                : List.of();
    }

    private void assertAnchorIsDead() {
        assertItemsAreDead(0);
    }

    /** Whatever is still on its way. */
    private void assertItemsAreDead(int... indices) {
        Fence fence = new Fence(service.bean(Ledger.class));
        for (int index : indices) {
            assertThat(fence.raise(id(index), call())).isEqualTo(Fence.Outcome.DEAD_BEFORE);
        }
    }

    private static String body(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Recorded.class);
        return new String(((Answer.Recorded) answer).response().body(), StandardCharsets.UTF_8);
    }

    private static void assertRecorded(Answer answer, boolean replayed, String... outcomes) {
        assertThat(body(answer)).isEqualTo("[\"" + String.join("\",\"", outcomes) + "\"]");
        assertThat(((Answer.Recorded) answer).replayed()).isEqualTo(replayed);
    }

    private static void assertInDoubt(Answer answer) {
        assertRefused(answer, ProblemCode.LEDGER_UNAVAILABLE);
    }

    private void assertPosted(long... amounts) {
        List<UUID> accounts = List.of(first, second, third);
        for (int i = 0; i < amounts.length; i++) {
            assertThat(books.posted(accounts.get(i))).isEqualTo(BigInteger.valueOf(amounts[i]));
        }
    }
}
