package global.pryzma.ledger.client;

import static global.pryzma.ledger.client.ApiUser.refused;
import static global.pryzma.ledger.client.ApiUser.response;
import static global.pryzma.ledger.client.Once.once;
import static global.pryzma.ledger.client.Wallets.newKey;
import static global.pryzma.ledger.client.Wallets.posted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.client.ApiException;
import global.pryzma.client.model.ErrorResponse;
import global.pryzma.client.model.KeyRecord;
import global.pryzma.client.model.NewTransfer;
import global.pryzma.client.model.Transfer;
import global.pryzma.ledger.testing.ServiceUnderTest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The ledger goes away while a user pays, and comes back. */
class WorkInOutageTest {
    private static ServiceUnderTest service;

    private ApiUser user;
    private Wallets wallets;

    @BeforeAll
    static void start() {
        service = ServiceUnderTest.start(Map.of());
    }

    @AfterAll
    static void stop() {
        service.assertBooksBalance();
        service.close();
    }

    @BeforeEach
    void begin() throws Exception {
        user = ApiUser.ofNewOrganisation(service);
        wallets = Wallets.open(user);
        if (service.isLedgerEmbedded()) {
            assertThat(user.operators.stopEmbeddedLedger().getEmbeddedLedger()).isEqualTo("off");
        } else {
            service.stopLedger();
        }
    }

    @AfterEach
    void end() throws Exception {
        if (service.isLedgerEmbedded()) {
            assertThat(user.operators.startEmbeddedLedger().getEmbeddedLedger()).isEqualTo("on");
        } else {
            service.startLedger();
        }
    }

    @Test
    void thePaymentIsMadeOnceWhenTheLedgerIsBack() throws Exception {
        UUID key = UUID.randomUUID();
        NewTransfer payment = wallets.payment("1050");
        ApiException unavailable =
                refused(502, () -> user.transfers.postTransfer(key.toString(), payment, null));
        assertThat(user.body(unavailable, ErrorResponse.class).getError())
                .isEqualTo("ledger_unavailable");
        assertThat(unavailable.getResponseHeaders().firstValueAsLong("Retry-After")).isPresent();
        await().until(() ->
                user.sure(it -> user.health.getHealth()).getStatus().equals("degraded"));
        await().until(() -> status(key).equals("in_doubt"));

        AtomicInteger tries = new AtomicInteger();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Transfer> paid =
                    thread.submit(() ->
                            once(
                                    key,
                                    Instant.now().plus(Duration.ofMinutes(2)),
                                    it -> {
                                        tries.incrementAndGet();
                                        return user.transfers.postTransfer(it, payment, null);
                                    }));
            await().until(() -> tries.get() > 1);
            end();
            Transfer made = paid.get();
            assertThat(
                            user.sure(it ->
                                            user.transfers.listAccountTransfers(
                                                    wallets.bob(), null, null))
                                    .getData())
                    .containsExactly(made);
        }
        assertThat(posted(user, wallets.ada())).isEqualTo("8950");
        assertThat(posted(user, wallets.bob())).isEqualTo("1050");
        KeyRecord record = user.sure(it -> user.keys.getIdempotencyKey(key));
        assertThat(record.getStatus()).isEqualTo("recorded");
        assertThat(response(record).getStatus()).isEqualTo(201);
    }

    private String status(UUID key) throws Exception {
        return user.sure(it -> user.keys.getIdempotencyKey(key)).getStatus();
    }

    /** Whoever has no more time cancels it, and pays again if, and only if, he is told to. */
    @Test
    void aPaymentInDoubtIsCancelledOrLearntOf() throws Exception {
        UUID key = UUID.randomUUID();
        NewTransfer payment = wallets.payment("1050");
        assertThatThrownBy(() ->
                        once(
                                key,
                                Instant.now(),
                                it -> user.transfers.postTransfer(it, payment, null)))
                .isInstanceOf(Once.InDoubt.class);
        user.assertRefused(
                502, "ledger_unavailable", () -> user.keys.cancelIdempotencyKey(key, newKey()));
        end();
        KeyRecord settled = user.sure(it -> user.keys.cancelIdempotencyKey(key, it));
        if (response(settled).getStatus() == 409) {
            assertThat(user.as(response(settled).getBody(), ErrorResponse.class).getError())
                    .isEqualTo("request_cancelled");
            user.sure(it -> user.transfers.postTransfer(it, payment, null));
        } else {
            assertThat(response(settled).getStatus()).isEqualTo(201);
        }
        assertThat(posted(user, wallets.bob())).isEqualTo("1050");
    }
}
