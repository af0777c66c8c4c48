package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A bounded number of requests is worked on; others are told to come back. */
class AdmissionTest {
    private static final Map<String, Object> WITH_TWO_PLACES =
            Map.of(
                    "pryzma.http.max-concurrent-requests", 2,
                    "pryzma.http.organisation-share-percent", 100,
                    // Nothing is answered but by the test.
                    "pryzma.deadline", "60s");

    @Test
    void moreThanTheLimitAreRefusedUntilOneIsDone() {
        try (EdgeServer server = EdgeServer.start(WITH_TWO_PLACES);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Admission admission = server.bean(Admission.class);
            List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                held.add(
                        CompletableFuture.supplyAsync(
                                () -> server.send(server.request("/v1/probes/held")), clients));
            }
            await().until(() -> admission.admitted() == 2);
            HttpResponse<String> refused = server.send(server.request("/v1/probes"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
            assertThat(refused.headers().firstValue("Retry-After")).contains("1");
            assertThat(server.send(server.anonymous("/health/liveness")).statusCode())
                    .as("health is outside")
                    .isEqualTo(200);
            assertThat(server.send(server.anonymous("/v1/probes")).statusCode())
                    .as("judged before")
                    .isEqualTo(401);
            server.bean(ProbeController.class).held.countDown();
            held.forEach(one -> assertThat(one.join().statusCode()).isEqualTo(200));
            await().until(() -> admission.admitted() == 0);
            assertThat(server.send(server.request("/v1/probes")).statusCode()).isEqualTo(200);
        }
    }

    /** Its own limit is below the share; others have theirs. */
    @Test
    void anOrganisationHasItsOwnLimit() {
        try (EdgeServer server = EdgeServer.start(WITH_TWO_PLACES);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            server.limitRequests(1);
            Admission admission = server.bean(Admission.class);
            CompletableFuture<HttpResponse<String>> held =
                    CompletableFuture.supplyAsync(
                            () -> server.send(server.request("/v1/probes/held")), clients);
            await().until(() -> admission.admitted() == 1);
            HttpResponse<String> refused = server.send(server.request("/v1/probes"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
            assertThat(server.send(server.ofAnother("/v1/probes")).statusCode()).isEqualTo(200);
            server.bean(ProbeController.class).held.countDown();
            assertThat(held.join().statusCode()).isEqualTo(200);
            await().until(() -> admission.admitted() == 0);
            assertThat(server.send(server.request("/v1/probes")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void placesComeBackAfterFaultsRefusalsAndBrokenConnections() throws Exception {
        try (EdgeServer server = EdgeServer.start(WITH_TWO_PLACES)) {
            Admission admission = server.bean(Admission.class);
            for (int i = 0; i < 5; i++) {
                server.send(server.request("/v1/probes/fault"));
                server.send(server.request("/v1/probes/x"));
                server.send(server.post("{"));
            }
            await().until(() -> admission.admitted() == 0);
            Socket leaver = server.connect();
            leaver.getOutputStream()
                    .write(
                            ("GET /v1/probes/held HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                            + server.token()
                                            + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> admission.admitted() == 1);
            leaver.close();
            assertThat(server.send(server.request("/v1/probes")).statusCode()).isEqualTo(200);
            await().until(() -> admission.admitted() == 1);
            server.bean(ProbeController.class).held.countDown();
            await().until(() -> admission.admitted() == 0);
        }
    }
}
