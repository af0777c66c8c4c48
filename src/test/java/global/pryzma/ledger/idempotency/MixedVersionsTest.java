package global.pryzma.ledger.idempotency;

import static global.pryzma.ledger.idempotency.Answers.assertRefused;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.Books;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Two versions of the service beside each other, on one Postgres and one ledger: whichever gets a
 * request, and whichever gets its retries, one key makes one set of rows.
 */
class MixedVersionsTest {
    private static final UUID ORGANISATION =
            UUID.fromString("de300000-0000-4000-8000-000000000001");
    private static final Move OLD = new Move(1);
    private static final Move NEW = new Move(2);

    private static ServiceUnderTest service;
    private static Books books;
    private static int ledgerNumber;

    private UUID account;
    private UUID other;
    private UUID key;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(Map.of("pryzma.deadline", "1s"));
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
        account = books.account("consumer");
        other = books.account("consumer");
        key = UUID.randomUUID();
    }

    @Test
    void theNewVersionReplaysWhatTheOldOneRecorded() {
        assertMoved(execute(OLD, 5), false);
        assertMoved(execute(NEW, 5), true);
        assertRefused(execute(NEW, 6), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertPosted(account, 5);
    }

    @Test
    void theOldVersionLeavesTheNewOnesRowsToIt() {
        assertMoved(execute(NEW, 5), false);
        assertRefused(execute(OLD, 5), ProblemCode.SERVICE_UNAVAILABLE);
        assertMoved(execute(NEW, 5), true);
        assertPosted(account, 5);
    }

    @Test
    void theNewVersionFinishesTheOldOnesClaimWithTheOldOnesPlan() {
        service.stopLedger();
        try {
            assertRefused(execute(OLD, 5), ProblemCode.LEDGER_UNAVAILABLE);
        } finally {
            service.startLedger();
        }
        assertMoved(awaitDefinite(NEW, 5));
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        // Whether it says "replayed" depends on the first try: its late answer may be recorded
        // first.
        assertMoved(execute(OLD, 5));
        assertPosted(account, 5);
    }

    @Test
    void theNewVersionKnowsTheOldOnesRowsInTheLedger() {
        assertMoved(execute(OLD, 5), false);
        forget();
        assertRefused(execute(NEW, 6), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertMoved(execute(NEW, 5), false);
        assertPosted(account, 5);
    }

    @Test
    void theOldVersionCanNotJudgeTheNewOnesRowsInTheLedger() {
        assertMoved(execute(NEW, 5), false);
        forget();
        assertRefused(execute(OLD, 5), ProblemCode.SERVICE_UNAVAILABLE);
        // The claim that the old one made is finished by the new one.
        assertMoved(awaitDefinite(NEW, 5));
        assertPosted(account, 5);
    }

    @Test
    void aChainIsComparedAsAWhole() {
        List<UUID> both = List.of(account, other);
        assertMoved(execute(NEW, both, 5), false);
        forget();
        assertRefused(
                execute(NEW, List.of(account, books.account("consumer")), 5),
                ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertRefused(execute(NEW, List.of(account), 5), ProblemCode.IDEMPOTENCY_KEY_REUSED);
        assertMoved(execute(NEW, both, 5), false);
        assertPosted(account, 5);
        assertPosted(other, 5);
    }

    private Answer execute(Move version, long amount) {
        return execute(version, List.of(account), amount);
    }

    private Answer execute(Move version, List<UUID> to, long amount) {
        return service.bean(IdempotencyEngine.class)
                .execute(
                        version,
                        new Move.Command(
                                version.encodingVersion(),
                                ledgerNumber,
                                books.settlement(),
                                to,
                                amount),
                        new MutationRequest(
                                new LedgerCall(ORGANISATION, Deadline.after(Duration.ofSeconds(2))),
                                new IdempotencyKey(key),
                                Set.of(Scope.values()),
                                service.bean(RecordedProblems.class)::plain));
    }

    /** Retries as a client would. */
    private Answer awaitDefinite(Move version, long amount) {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> execute(version, amount), Answer.Recorded.class::isInstance);
    }

    private void forget() {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }

    private static void assertMoved(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Recorded.class);
        assertThat(((Answer.Recorded) answer).response().status()).isEqualTo(201);
    }

    private static void assertMoved(Answer answer, boolean replayed) {
        assertMoved(answer);
        assertThat(((Answer.Recorded) answer).replayed()).isEqualTo(replayed);
    }

    private static void assertPosted(UUID account, long amount) {
        assertThat(books.posted(account)).isEqualTo(BigInteger.valueOf(amount));
    }
}
