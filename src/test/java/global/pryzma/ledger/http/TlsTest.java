package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.http.tls.Tls;
import global.pryzma.ledger.job.Jobs;
import global.pryzma.ledger.testing.Folders;
import global.pryzma.ledger.testing.TestCertificate;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Connections with TLS: they are as those without, and change their certificate as they go on. */
class TlsTest {
    private static final TestCertificate FIRST = TestCertificate.make("first");
    private static final TestCertificate SECOND = TestCertificate.make("second");
    private static final TestCertificate CLIENT = TestCertificate.make("client");
    private static final TestCertificate STRANGER = TestCertificate.make("stranger");

    private static final String PROBE = "GET /health/liveness HTTP/1.1\r\nHost: x\r\n\r\n";

    private static Path folder;
    private static Path certificate;
    private static Path key;
    private static EdgeServer server;

    @BeforeAll
    static void start() throws IOException {
        folder = Folders.temporary();
        certificate = folder.resolve("tls.crt");
        key = folder.resolve("tls.key");
        Files.writeString(certificate, FIRST.pem());
        FIRST.writeKey(key);
        server =
                start(
                        Map.of(
                                "pryzma.tls.reload-interval", "50ms",
                                "pryzma.http.header-timeout", "1s",
                                "pryzma.http.answer-timeout", "1s"));
    }

    private static EdgeServer start(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("pryzma.tls.certificate-file", certificate.toString());
        properties.put("pryzma.tls.key-file", key.toString());
        properties.put("pryzma.deadline", "60s");
        return EdgeServer.start(properties);
    }

    @AfterAll
    static void stop() {
        server.close();
        Folders.delete(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void requestsInTurnOnOneConnection(String version) throws Exception {
        try (SSLSocket socket = connect(served().trusted())) {
            socket.setEnabledProtocols(new String[] {version});
            send(socket, PROBE);
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 200 OK")
                    .containsIgnoringCase("strict-transport-security: max-age=31536000");
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            send(socket, PROBE + PROBE); // the second one before its turn
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK");
            assertThat(answer(socket)).startsWith("HTTP/1.1 200 OK");
            send(
                    socket,
                    "POST /v1/probes HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n"
                            + "Authorization: Bearer "
                            + server.token()
                            + "\r\n\r\n"
                            + "x".repeat(70_000));
            assertThat(answer(socket)).startsWith("HTTP/1.1 413 ");
            send(socket, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
            assertThat(untilTheEnd(socket)).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aLargeAnswerComesWhole() throws Exception {
        try (HttpClient client = client(served().trusted())) {
            HttpResponse<byte[]> large =
                    client.send(
                            server.anonymous("/docs/swagger-ui-bundle.js").build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(large.version())
                    .as("HTTP/2 is offered")
                    .isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(large.body())
                    .hasSize(
                            Integer.parseInt(
                                    large.headers().firstValue("Content-Length").orElseThrow()))
                    .hasSizeGreaterThan(1_000_000);
        }
    }

    @Test
    void whatIsNoTls() throws Exception {
        try (Socket plain = server.connect()) {
            send(plain, PROBE);
            // An alert, if anything, and no HTTP.
            assertThat(untilTheEnd(plain)).doesNotContain("HTTP");
        }
        // A client hello of TLS 1.1, which is answered with the alert protocol_version.
        byte[] hello = hello(0x0302);
        try (Socket old = server.connect()) {
            old.getOutputStream().write(hello);
            byte[] answer = old.getInputStream().readAllBytes();
            assertThat(HexFormat.of().formatHex(answer)).matches("1503..00020246");
        }
        await().until(() -> server.bean(ClientConnections.class).count() == 0);
    }

    private static byte[] hello(int version) {
        byte[] random = new byte[32];
        ByteBuffer body =
                ByteBuffer.allocate(43)
                        .putShort((short) version)
                        .put(random)
                        .put((byte) 0) // no session
                        .putShort((short) 2)
                        .putShort((short) 0xc009) // ECDHE_ECDSA with AES 128
                        .put((byte) 1)
                        .put((byte) 0) // no compression
                        .putShort((short) 0); // no extensions
        return ByteBuffer.allocate(5 + 4 + body.position())
                .put((byte) 0x16)
                .putShort((short) 0x0301)
                .putShort((short) (4 + body.position()))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) body.position())
                .put(body.array(), 0, body.position())
                .array();
    }

    @Test
    void whoDoesNotGreetIsNotWaitedFor() throws Exception {
        try (Socket silent = server.connect()) {
            assertThat(untilTheEnd(silent)).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsNotTakenIsNotKept() throws Exception {
        try (SSLSocket socket = connect(served().trusted())) {
            send(socket, "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
            Admission admission = server.bean(Admission.class);
            await().until(() -> admission.admitted() == 1);
            await().until(() -> admission.admitted() == 0);
            await().until(() -> server.bean(ClientConnections.class).count() == 0);
        }
    }

    /**
     * One file after the other, so that for a moment they don't match; in the end there are two.
     */
    @Test
    void aNewCertificateIsForNewConnections() throws Exception {
        TestCertificate before = served();
        TestCertificate after = before.equals(FIRST) ? SECOND : FIRST;
        try (SSLSocket old = connect(before.trusted())) {
            send(old, PROBE);
            assertThat(answer(old)).startsWith("HTTP/1.1 200 OK");
            Files.writeString(certificate, after.pem());
            await().untilAsserted(() ->
                    assertThat(server.bean(Jobs.class).reports())
                            .anySatisfy(job -> {
                                assertThat(job.name()).isEqualTo("tls-certificate");
                                assertThat(job.failures()).isPositive();
                            }));
            assertThat(served()).isEqualTo(before);

            after.writeKey(key);
            await().until(() -> served().equals(after));
            try (SSLSocket fresh = connect(after.trusted())) {
                send(fresh, PROBE);
                assertThat(answer(fresh)).startsWith("HTTP/1.1 200 OK");
            }
            send(old, PROBE);
            assertThat(answer(old)).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void clientsThatNeedACertificate() throws Exception {
        Path authorities = folder.resolve("clients.crt");
        Files.writeString(authorities, CLIENT.pem());
        try (EdgeServer needs =
                start(Map.of("pryzma.tls.client-ca-file", authorities.toString()))) {
            assertThat(status(needs, served().trusted(CLIENT))).isEqualTo(200);
            assertRefused(needs, served().trusted());
            assertRefused(needs, served().trusted(STRANGER));
            assertThat(needs.bean(Tls.class)).isNotNull();
        }
        try (EdgeServer wants =
                start(
                        Map.of(
                                "pryzma.tls.client-ca-file",
                                authorities.toString(),
                                "pryzma.tls.client-authentication",
                                "want"))) {
            assertThat(status(wants, served().trusted(CLIENT))).isEqualTo(200);
            assertThat(status(wants, served().trusted())).isEqualTo(200);
        }
    }

    private static void assertRefused(EdgeServer server, SSLContext context) {
        assertThatThrownBy(() -> status(server, context))
                .isInstanceOfAny(SSLException.class, SocketException.class, IOException.class);
    }

    private static int status(EdgeServer server, SSLContext context) throws Exception {
        try (HttpClient client = client(context)) {
            return client.send(
                            server.anonymous("/health/liveness").build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** The certificate that a new connection gets. */
    private static TestCertificate served() throws IOException {
        for (TestCertificate it : new TestCertificate[] {FIRST, SECOND}) {
            try (SSLSocket socket = connect(it.trusted())) {
                socket.startHandshake();
                return it;
            } catch (SSLException another) {
                assertThat(another).hasMessageContaining("certificat");
            }
        }
        throw new AssertionError("another certificate");
    }

    private static SSLSocket connect(SSLContext context) throws IOException {
        Socket plain = server.connect();
        return (SSLSocket)
                context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String answer(Socket socket) throws IOException {
        InputStream input = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        return head
                + new String(
                        input.readNBytes(Integer.parseInt(length.group(1))),
                        StandardCharsets.UTF_8);
    }

    private static String untilTheEnd(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            InputStream input = socket.getInputStream();
            for (int next = input.read(); next >= 0; next = input.read()) {
                text.append((char) next);
            }
        } catch (SocketException | SSLException reset) {
            // An end as well.
        }
        return text.toString();
    }
}
