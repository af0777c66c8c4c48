package global.pryzma.ledger.account;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.ok;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** No transfer comes between the look at the balance and the closing. */
@Execution(ExecutionMode.SAME_THREAD)
class CloseAccountRaceTest {
    private static final int ROUNDS = 40;

    private final Tenant tenant = new Tenant(ServiceUnderTest.shared());

    /** What was paid in can be taken out again, until the account is closed, with nothing in it. */
    @RepeatedTest(3)
    void aClosedAccountNeverHasABalance() throws Exception {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String account = tenant.account(program, "consumer", "EUR");
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < 2; client++) {
                running.add(
                        clients.submit(() -> {
                            start.await();
                            payInAndOut(bank, account);
                            return null;
                        }));
            }
            Future<JsonNode> closing =
                    clients.submit(() -> {
                        start.await();
                        return close(account);
                    });
            start.countDown();
            for (Future<?> one : running) {
                one.get();
            }
            assertThat(closing.get().get("status").asText()).isEqualTo("closed");
            assertThat(closing.get().get("balances").get("posted").asText()).isEqualTo("0");
        }
        JsonNode closed = ok(tenant.get("/v1/accounts/" + account));
        assertThat(closed.get("status").asText()).isEqualTo("closed");
        assertThat(closed.get("balances").get("posted").asText()).isEqualTo("0");
    }

    private void payInAndOut(String bank, String account) {
        for (int round = 0; round < ROUNDS; round++) {
            HttpResponse<String> in =
                    tenant.post("/v1/transfers", transferJson(bank, account, "1"));
            if (in.statusCode() != 201) {
                assertError(in, 409, "conflict");
                return;
            }
            Tenant.created(tenant.post("/v1/transfers", transferJson(account, bank, "1")));
        }
    }

    /** With new keys, until there is no balance. */
    private JsonNode close(String account) {
        while (true) {
            HttpResponse<String> response = tenant.delete("/v1/accounts/" + account);
            if (response.statusCode() == 200) {
                return ok(response);
            }
            assertError(response, 409, "conflict");
        }
    }
}
