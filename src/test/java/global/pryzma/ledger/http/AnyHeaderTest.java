package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.Seed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** No header, of any content, makes a fault: thousands of them on routes of every kind. */
@Execution(ExecutionMode.SAME_THREAD)
class AnyHeaderTest {
    private static final long SEED = Seed.of(AnyHeaderTest.class);
    private static final int PER_ROUTE = 200;
    private static final EdgeServer SERVER = EdgeServer.shared();

    private static final List<String> ROUTES =
            List.of(
                    "GET /v1/accounts?limit=1",
                    "GET /v1/probes",
                    "POST /v1/probes",
                    "POST /v1/transfers",
                    "DELETE /v1/probes/x",
                    "GET /health",
                    "GET /docs",
                    "GET /openapi.yaml",
                    "GET /problems",
                    "GET /nothing",
                    "PUT /v1/probes",
                    "OPTIONS /v1/probes",
                    "HEAD /v1/probes",
                    "POST /oauth2/token");

    /** What the service, the framework or Netty read. */
    private static final List<String> NAMES =
            List.of(
                    "Accept",
                    "Accept-Charset",
                    "Accept-Encoding",
                    "Accept-Language",
                    "Access-Control-Request-Headers",
                    "Access-Control-Request-Method",
                    "Authorization",
                    "Cache-Control",
                    "Connection",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Language",
                    "Content-Length",
                    "Content-Range",
                    "Content-Type",
                    "Cookie",
                    "Date",
                    "Expect",
                    "Forwarded",
                    "From",
                    "HTTP2-Settings",
                    "Host",
                    "If-Match",
                    "If-Modified-Since",
                    "If-None-Match",
                    "If-Range",
                    "If-Unmodified-Since",
                    "Keep-Alive",
                    "Origin",
                    "Pragma",
                    "Prefer",
                    "Pryzma-Idempotency-Key",
                    "Pryzma-Request-Id",
                    "Range",
                    "Referer",
                    "Sec-Fetch-Site",
                    "Sec-WebSocket-Key",
                    "Sec-WebSocket-Key1",
                    "Sec-WebSocket-Key2",
                    "Sec-WebSocket-Version",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "Upgrade",
                    "User-Agent",
                    "Via",
                    "X-Forwarded-For",
                    "X-Forwarded-Host",
                    "X-Forwarded-Port",
                    "X-Forwarded-Proto",
                    "X-HTTP-Method-Override",
                    "X-Requested-With");

    private static final List<String> VALUES =
            List.of(
                    "",
                    ";",
                    ",",
                    ",;",
                    ";;",
                    ",,",
                    "=",
                    "/",
                    "*",
                    "*/*",
                    "*/*;",
                    "a",
                    "a/",
                    "/a",
                    "a/b",
                    "a/b;",
                    "a/b;c",
                    "a/b;c=",
                    "a/b;=",
                    "a/b;q=",
                    "a/b;q=x",
                    "a/b;q=2",
                    "a/b;q=-1",
                    "text/html;charset=",
                    "text/html;charset=x",
                    "IBM037",
                    "utf-16",
                    "application/json;charset=IBM037",
                    "application/json;charset=\"",
                    "application/json;q=0.9",
                    "multipart/form-data",
                    "multipart/form-data;boundary=",
                    "application/x-www-form-urlencoded",
                    "application/x-www-form-urlencoded;charset=x",
                    "gzip",
                    "br",
                    "zstd",
                    "snappy",
                    "deflate",
                    "identity",
                    "gzip;q=",
                    "gzip;q=x",
                    "close",
                    "keep-alive",
                    "upgrade",
                    "Upgrade, HTTP2-Settings",
                    "h2c",
                    "websocket",
                    "TLS/1.0",
                    "100-continue",
                    "200-ok",
                    "chunked",
                    "0",
                    "1",
                    "-1",
                    "1e9",
                    "bytes=0-",
                    "bytes=",
                    "bytes=9-0",
                    "null",
                    "http://",
                    "http://localhost",
                    "http://localhost:x",
                    "http://[",
                    "://",
                    "[",
                    "[::1",
                    "localhost:",
                    "localhost:99999999",
                    "x:y:z",
                    "for=;by=",
                    "for=\"",
                    "Bearer",
                    "Bearer ",
                    "Bearer a.b.c",
                    "Basic",
                    "Basic =",
                    "Basic Og==",
                    "a=b; c",
                    "a=\"",
                    "=;=",
                    "\"",
                    "\"\"",
                    "\\",
                    "%",
                    "%zz",
                    "{}",
                    "(",
                    "en;q=",
                    "en-",
                    "-",
                    "_",
                    "x-y-z-w-v-u-t",
                    "\u00e4",
                    "\u00ff\u00fe",
                    "Thu, 01 Jan 1970 00:00:00 GMT",
                    "Thu, 99 Foo 0000",
                    "00000000");

    private static final String ALPHABET = ";,=/*\"'\\ \tq0.9-+:@[]%{}()<>|azAZ\u00e4\u00ff";

    /** Ends the body that one of the headers may have announced; otherwise nobody reads it. */
    private static final String END_OF_A_BODY = "0\r\n\r\n" + "x".repeat(200);

    @Test
    void noneMakesAFault() throws Exception {
        Random random = new Random(SEED);
        List<String> faults = new ArrayList<>();
        for (String route : ROUTES) {
            for (String token : List.of("", "Authorization: Bearer " + SERVER.token() + "\r\n")) {
                for (int i = 0; i < PER_ROUTE; i++) {
                    String request = request(route, token, random);
                    String status = status(request);
                    if (status.isEmpty() || status.startsWith("HTTP/1.1 500")) {
                        faults.add(status + " <- " + request.replace(token, "(token) "));
                    }
                }
            }
        }
        assertThat(faults).as("seed " + SEED).isEmpty();
    }

    private static String request(String route, String token, Random random) {
        StringBuilder request = new StringBuilder(route).append(" HTTP/1.1\r\n");
        request.append("Host: x\r\nConnection: close\r\n").append(token);
        if (!token.isEmpty() && random.nextBoolean()) {
            request.append("Pryzma-Idempotency-Key: ").append(EdgeServer.KEY).append("\r\n");
        }
        int headers = 1 + random.nextInt(3);
        for (int i = 0; i < headers; i++) {
            request.append(NAMES.get(random.nextInt(NAMES.size())))
                    .append(": ")
                    .append(value(random))
                    .append("\r\n");
        }
        boolean body = route.startsWith("POST") && random.nextBoolean();
        return request.append(body ? "Content-Length: 2\r\n\r\n{}" : "\r\n")
                .append(END_OF_A_BODY)
                .toString();
    }

    private static String value(Random random) {
        if (random.nextInt(3) > 0) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        StringBuilder value = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return value.toString();
    }

    /** The status line of the answer. */
    private static String status(String request) throws IOException {
        try (Socket socket = SERVER.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = new BufferedInputStream(socket.getInputStream());
            StringBuilder line = new StringBuilder();
            for (int next = answer.read(); next >= 0 && next != '\r'; next = answer.read()) {
                line.append((char) next);
            }
            return line.toString();
        }
    }
}
