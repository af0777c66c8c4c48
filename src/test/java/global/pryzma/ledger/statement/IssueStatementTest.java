package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.transfer.WordsOfTransfers;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** How long a statement waits for the ledger. */
@Execution(ExecutionMode.SAME_THREAD)
class IssueStatementTest {
    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);
    private final List<Deadline> waited = new ArrayList<>();

    /** What it needs of the ledger for its first piece, it needs by the end of the request. */
    @Test
    void itBeginsWithinTheDeadlineOfItsRequest() throws IOException {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "USD");
        created(
                tenant.post(
                        "/v1/transfers",
                        transferJson(bank, tenant.account(program, "consumer", "USD"), "5")));
        Duration perChunk = Duration.ofHours(1);
        IssueStatement issue =
                new IssueStatement(
                        service.bean(Accounts.class),
                        service.bean(Currencies.class),
                        new EntryReader(noting(), service.bean(WordsOfTransfers.class)),
                        service.bean(JsonMapper.class),
                        new StatementSettings(Duration.ofDays(1)),
                        perChunk);
        LedgerCall call =
                new LedgerCall(tenant.organisation(), Deadline.after(Duration.ofSeconds(60)));
        var issued =
                issue.issue(
                        UUID.fromString(bank),
                        new Period.Asked(Optional.empty(), Optional.empty()),
                        StatementForm.JSON,
                        call);
        assertThat(waited).hasSizeGreaterThan(2).containsOnly(call.deadline());
        assertThat(new String(issued.content().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"closing_balance\":\"5\"");
    }

    /** The ledger, which notes how long it is waited for. */
    private Ledger noting() {
        Ledger real = service.bean(Ledger.class);
        return (Ledger)
                Proxy.newProxyInstance(
                        Ledger.class.getClassLoader(),
                        new Class<?>[] {Ledger.class},
                        (_, method, arguments) -> {
                            for (Object argument : arguments) {
                                if (argument instanceof LedgerCall call) {
                                    waited.add(call.deadline());
                                }
                            }
                            return method.invoke(real, arguments);
                        });
    }
}
