package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.StoredClaims;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What the version before holds has closed, or begun to close, this one tells and ends. */
@Execution(ExecutionMode.SAME_THREAD)
class ClosePlanVersionsTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();

    private final Tenant tenant = new Tenant(SERVICE);
    private final UUID key = UUID.randomUUID();

    @BeforeEach
    void keepClaims() {
        StoredClaims.keep(Sql.url(SERVICE));
    }

    @Test
    void aStoredPlanOfVersion1IsTakenOver() {
        String account = tenant.account(tenant.program(), "fee", "EUR");
        String answer = closeAsBefore(account);
        StoredClaims.loseResponse(Sql.url(SERVICE), key);
        Sql.run(SERVICE, "UPDATE idempotency_key SET lease_until = now() WHERE key = ?", key);
        assertSame(account, answer);
    }

    @Test
    void itsRowsAreRecognizedWhenTheRecordIsGone() {
        String account = tenant.account(tenant.program(), "fee", "EUR");
        String answer = closeAsBefore(account);
        assertThat(Sql.run(SERVICE, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
        assertSame(account, answer);
    }

    private void assertSame(String account, String answer) {
        HttpResponse<String> repeated = tenant.delete("/v1/accounts/" + account, key);
        assertThat(repeated.body()).isEqualTo(answer);
        assertThat(ok(repeated).get("status").asText()).isEqualTo("closed");
        assertThat(ok(tenant.get("/v1/accounts/" + account))).isEqualTo(ok(repeated));
    }

    private String closeAsBefore(String account) {
        LedgerCall call =
                new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(30)));
        AccountSnapshot before =
                SERVICE.bean(ReadAccounts.class).find(UUID.fromString(account), call).orElseThrow();
        SERVICE.bean(ControlAccounts.class).ensure(before.ledgerNumber(), call);
        Answer answer =
                SERVICE.bean(IdempotencyEngine.class)
                        .execute(
                                new BeforeHolds(
                                        new CloseAccountMutation(SERVICE.bean(RecordedJson.class))),
                                new CloseAccountCommand(before),
                                new MutationRequest(
                                        call,
                                        new IdempotencyKey(key),
                                        Set.of(Scope.values()),
                                        problem -> {
                                            throw new AssertionError(problem);
                                        }));
        assertThat(answer).isInstanceOf(Answer.Recorded.class);
        return new String(((Answer.Recorded) answer).response().body(), StandardCharsets.UTF_8);
    }

    /** The mutation as an instance of that version has it. */
    private record BeforeHolds(CloseAccountMutation now)
            implements ChainMutation<CloseAccountCommand> {
        @Override
        public String operation() {
            return now.operation();
        }

        @Override
        public Scope scope() {
            return now.scope();
        }

        @Override
        public int encodingVersion() {
            return 1;
        }

        @Override
        public CloseAccountCommand decode(int encodingVersion, CommandReader stored) {
            return now.decode(encodingVersion, stored);
        }

        @Override
        public Set<TransferKind> firstKinds() {
            return now.firstKinds();
        }

        @Override
        public List<TransferFields> plan(CloseAccountCommand command, Identity identity) {
            return now.plan(command, identity);
        }

        @Override
        public Conclusion conclude(
                CloseAccountCommand command, Identity identity, List<LedgerTransfer> transfers) {
            return now.conclude(command, identity, transfers);
        }
    }
}
