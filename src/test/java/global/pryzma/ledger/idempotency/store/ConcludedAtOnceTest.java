package global.pryzma.ledger.idempotency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.idempotency.key.Fingerprint;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.KeyWrite.Claim;
import global.pryzma.ledger.idempotency.store.KeyWrite.Ending;
import global.pryzma.ledger.idempotency.store.KeyWrite.Guarded;
import global.pryzma.ledger.postgres.rows.ColumnUpdate;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A batch that is written on trial, beside another instance. */
@Execution(ExecutionMode.SAME_THREAD)
class ConcludedAtOnceTest {
    private static final RecordedResponse RESPONSE =
            new RecordedResponse(201, "application/json", new byte[] {'{', '}'});

    /** Until the end of the transaction, unless another one does. */
    private static final String JUDGE =
            "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))::int";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final UUID program = UUID.fromString(tenant.program());
    private final String subject = "test " + program;
    private Connection own;
    private Connection others;

    @BeforeEach
    void begin() throws SQLException {
        own = Sql.connect(service);
        own.setAutoCommit(false);
        others = Sql.connect(service);
        others.setAutoCommit(false);
    }

    /** The others first: own work may wait for theirs. */
    @AfterEach
    void end() throws SQLException {
        try (Connection _ = own;
                Connection _ = others) {
            others.rollback();
            own.rollback();
        }
    }

    @Test
    void whatAnotherInstanceHasJudgedIsSeen() throws SQLException {
        assertThat(Sql.number(others, JUDGE, subject)).isOne();
        Sql.run(others, "UPDATE program SET name = 'Others' WHERE id = ?", program);
        CompletableFuture<Optional<WriteBatch>> waiting = conclude(guarded());
        await().until(() -> isWaitingFor(others));
        others.commit();
        assertThat(waiting.join()).isEmpty();
    }

    @Test
    void aUsedKeyLeavesNothing() throws SQLException {
        Claim claim = guarded();
        assertThat(conclude(claim).join()).isPresent();
        own.commit();
        assertThat(conclude(claim, guarded()).join()).isEmpty();
    }

    /** As step by step, or two instances could wait for each other. */
    @Test
    void whoWaitsForARowHasNoJudgementLockedYet() throws SQLException {
        Sql.run(others, "UPDATE program SET name = 'Others' WHERE id = ?", program);
        CompletableFuture<Optional<WriteBatch>> waiting = conclude(guarded(), renamed());
        await().until(() -> isWaitingFor(others));
        assertThat(mayJudge()).isTrue();
        others.rollback();
        assertThat(waiting.join()).isPresent();
        assertThat(mayJudge()).isFalse();
    }

    private CompletableFuture<Optional<WriteBatch>> conclude(KeyWrite... writes) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return WriteBatch.concludeAtOnce(own, List.of(writes));
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private boolean isWaitingFor(Connection holder) {
        return Sql.number(
                        service,
                        "SELECT count(*) FROM pg_stat_activity WHERE ? = ANY"
                                + " (pg_blocking_pids(pid))",
                        Sql.number(holder, "SELECT pg_backend_pid()"))
                > 0;
    }

    /** Whether nobody judges. */
    private boolean mayJudge() {
        return Sql.number(service, JUDGE, subject) > 0;
    }

    private Claim guarded() {
        RowCondition unchanged =
                new RowCondition.Truth(
                        subject,
                        "SELECT name <> 'Others' FROM program WHERE id = ?",
                        List.of(program));
        return claim(new Guarded(unchanged, () -> new Ending(RESPONSE, List.of(), null)));
    }

    private Claim renamed() {
        return claim(null, ColumnUpdate.text("program", "name").set(program, "Ours"));
    }

    private Claim claim(@Nullable Guarded guarded, RowWrite... rows) {
        return Claims.concluded(
                new ScopedKey(tenant.organisation(), UUID.randomUUID()),
                Fingerprint.of("test", new byte[] {1}),
                new Ending(RESPONSE, List.of(rows), null, guarded));
    }
}
