package global.pryzma.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.DemoCredential;
import global.pryzma.ledger.testing.ServiceClient;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The switch by which a newcomer sees an outage. */
class LedgerSwitchTest {
    private static final Map<String, Object> EMBEDDED =
            Map.of("pryzma.ledger.embedded", true, "pryzma.ledger.addresses", "");

    @Test
    void theLedgerStopsAndComesBack() {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            ServiceClient client = service.client();
            assertThat(operator(service).switchLedger(client, "stop").body())
                    .isEqualTo("{\"embedded_ledger\":\"off\"}");
            assertThat(service.bean(EmbeddedLedger.class).isOn()).isFalse();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.get("/health").body().contains("\"status\":\"degraded\""));
            assertThat(client.get("/health").statusCode()).isEqualTo(200);
            assertThat(client.get("/health/readiness").statusCode()).isEqualTo(200);

            assertThat(operator(service).switchLedger(client, "start").body())
                    .isEqualTo("{\"embedded_ledger\":\"on\"}");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> client.get("/health").body().contains("\"status\":\"available\""));
        }
    }

    /** What comes through a proxy on the same machine need not look like it. */
    @Test
    void takesAnOperatorsToken() {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            ServiceClient client = service.client();
            Tenant tenant = new Tenant(service);
            for (String path : List.of("/embedded/ledger/stop", "/embedded/ledger/start")) {
                HttpResponse<String> nobody = post(client, path);
                Tenant.assertError(nobody, 401, "missing_bearer_token");
                Contract.get().check("POST", path, nobody);
                HttpResponse<String> customer =
                        client.send(
                                client.request(path)
                                        .header(
                                                "Authorization",
                                                "Bearer " + tenant.token(Scope.TRANSFERS_WRITE))
                                        .POST(BodyPublishers.noBody()));
                Tenant.assertError(customer, 403, "insufficient_scope");
                Contract.get().check("POST", path, customer);
            }
            assertThat(service.bean(EmbeddedLedger.class).isOn()).isTrue();
        }
    }

    private static DemoCredential operator(ServiceUnderTest service) {
        return DemoCredential.of(service.folder());
    }

    @Test
    void doesNotExistForAPageInABrowserOrBehindAProxy() {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            String token = operator(service).token(service.client());
            for (String header :
                    List.of("Origin", "Referer", "X-Forwarded-For", "Sec-Fetch-Site")) {
                HttpResponse<String> response =
                        service.client()
                                .send(
                                        service.client()
                                                .request("/embedded/ledger/stop")
                                                .header(header, "http://elsewhere.example")
                                                .header("Authorization", "Bearer " + token)
                                                .POST(BodyPublishers.noBody()));
                assertThat(response.statusCode()).isEqualTo(404);
                assertThat(response.body()).isEqualTo("{\"error\":\"route_not_found\"}");
            }
            assertThat(service.bean(EmbeddedLedger.class).isOn()).isTrue();
        }
    }

    @Test
    void doesNotExistForWhoNamesAHostTwice() throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            String local = "localhost:" + service.uri().getPort();
            String switching =
                    "/embedded/ledger/stop HTTP/1.1\r\nConnection: close\r\nAuthorization: Bearer "
                            + operator(service).token(service.client())
                            + "\r\nHost: ";
            assertThat(raw(service, "POST " + switching + local + "\r\nHost: x\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            assertThat(raw(service, "POST " + switching + "x\r\nHost: " + local + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ");
            for (String target : List.of("http://x", "http://" + local)) {
                for (String host : List.of("x", local)) {
                    assertThat(raw(service, "POST " + target + switching + host + "\r\n\r\n"))
                            .startsWith("HTTP/1.1 404 ")
                            .endsWith("{\"error\":\"route_not_found\"}");
                }
            }
            assertThat(service.bean(EmbeddedLedger.class).isOn()).isTrue();
        }
    }

    private static String raw(ServiceUnderTest service, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", service.uri().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void doesNotExistWithACluster() {
        // Nobody answers at this address; the service starts all the same.
        try (ServiceUnderTest service =
                ServiceUnderTest.start(
                        Map.of(
                                "pryzma.ledger.embedded",
                                false,
                                "pryzma.ledger.addresses",
                                "127.0.0.1:9"))) {
            HttpResponse<String> response = post(service.client(), "/embedded/ledger/stop");
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"error\":\"route_not_found\"}");
            assertThat(service.client().get("/health").body())
                    .contains("\"status\":\"degraded\"")
                    .contains("\"embedded\":false");
        }
    }

    private static HttpResponse<String> post(ServiceClient client, String path) {
        return client.send(client.request(path).POST(BodyPublishers.noBody()));
    }
}
