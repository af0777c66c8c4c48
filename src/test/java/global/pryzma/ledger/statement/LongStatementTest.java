package global.pryzma.ledger.statement;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.http.Admission;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A statement of many entries, whose client and whose ledger may go away in its middle. */
class LongStatementTest {
    private static final int BATCH = 8000;
    private static final int BATCHES = 3;
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

    @Test
    void itIsWholeOrItIsCut() throws Exception {
        try (ServiceUnderTest service = ServiceUnderTest.start(Map.of("pryzma.deadline", "5s"))) {
            Tenant tenant = new Tenant(service);
            String program = tenant.program();
            String bank = tenant.account(program, "settlement", "USD");
            String ann = tenant.account(program, "consumer", "USD");
            String payment = transferJson(bank, ann, "1");
            String batch =
                    "{\"atomic\":true,\"transfers\":["
                            + String.join(",", Collections.nCopies(BATCH, payment))
                            + "]}";
            for (int i = 0; i < BATCHES; i++) {
                created(tenant.post("/v1/transfers/batch", batch));
            }
            String path = "/v1/accounts/" + ann + "/statement";
            String token = tenant.token(Scope.values());

            HttpResponse<String> whole = get(service, path, token);
            List<Map<String, String>> rows = CsvText.rows(whole.body());
            assertThat(rows).hasSize(BATCH * BATCHES + 2);
            assertThat(rows.getLast())
                    .containsEntry("row", "closing")
                    .containsEntry("credit", "240.00")
                    .containsEntry("balance", "240.00");

            whoGoesAwayIsNotWaitedFor(service, path, token);
            anOutageInTheMiddleCutsIt(service, path, token);
            service.startLedger();
            await().until(() -> get(service, path, token).statusCode() == 200);
        }
    }

    private static void whoGoesAwayIsNotWaitedFor(
            ServiceUnderTest service, String path, String token) throws IOException {
        Admission admission = service.bean(Admission.class);
        try (Socket socket = ask(service, path, token)) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            assertThat(admission.admitted()).isEqualTo(1);
        }
        await().until(() -> admission.admitted() == 0);
    }

    /** So most of it was not read from the ledger before the client took what comes before. */
    private static void anOutageInTheMiddleCutsIt(
            ServiceUnderTest service, String path, String token) throws IOException {
        try (Socket socket = ask(service, path, token)) {
            InputStream answer = socket.getInputStream();
            byte[] beginning = answer.readNBytes(1000);
            service.stopLedger();
            String all =
                    new String(beginning, StandardCharsets.UTF_8)
                            + new String(answer.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("\r\nopening,")
                    .contains("entry,");
            assertThat(all).doesNotContain("\r\nclosing,").doesNotEndWith(LAST_CHUNK);
        }
        assertError(get(service, path, token), 502, "ledger_unavailable");
    }

    private static HttpResponse<String> get(ServiceUnderTest service, String path, String token) {
        return service.client()
                .send(
                        service.client()
                                .request(path)
                                .header("Accept", "text/csv")
                                .header("Authorization", "Bearer " + token));
    }

    /** Over a connection that holds little of what is not read. */
    private static Socket ask(ServiceUnderTest service, String path, String token)
            throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress("127.0.0.1", service.uri().getPort()));
        socket.getOutputStream()
                .write(
                        ("GET %s HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nAuthorization: Bearer %s\r\n\r\n"
                                        .formatted(path, token))
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
