package global.pryzma.ledger.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of the bytes of a connection, however they arrive: at once, one by one, in pieces of
 * any length.
 */
class WireTest {
    private static final int MAX_BODY_BYTES = 64;
    private static final int SPLITS = 20;

    private static final String HEAD = "POST /a HTTP/1.1\r\nHost: x\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

    private record Case(String bytes, String... seen) {
        @Override
        public String toString() {
            return bytes.replace("\r", "\\r").replace("\n", "\\n");
        }
    }

    static Stream<Case> wellFormed() {
        return Stream.of(
                new Case(NEXT + NEXT, "/next", "/next"),
                new Case("\r\n\r\n" + NEXT, "/next"),
                new Case(HEAD + "Content-Length: 3\r\n\r\nabc" + NEXT, "/a abc", "/next"),
                new Case(HEAD + "Content-Length: 03\r\n\r\nabc" + NEXT, "/a abc", "/next"),
                new Case(HEAD + "Content-Length: 0\r\n\r\n" + NEXT, "/a", "/next"),
                new Case(CHUNKED + "0\r\n\r\n" + NEXT, "/a", "/next"),
                new Case(CHUNKED + "3\r\nabc\r\n0\r\n\r\n" + NEXT, "/a abc", "/next"),
                new Case(CHUNKED + "1\r\na\r\n002\r\nbc\r\n000\r\n\r\n" + NEXT, "/a abc", "/next"),
                new Case(
                        CHUNKED + "A\r\n0123456789\r\nb\r\n01234567890\r\n0\r\n\r\n",
                        "/a 012345678901234567890"),
                new Case(CHUNKED + "2\r\n\r\n\r\n0\r\n\r\n" + NEXT, "/a \r\n", "/next"),
                new Case(
                        CHUNKED + "3;a;b=c;d=\"e;\\\"\\\\\" ; f = g\r\nabc\r\n0;x\r\n\r\n" + NEXT,
                        "/a abc",
                        "/next"),
                new Case(
                        CHUNKED + "3\r\nabc\r\n0\r\nA: b\r\nContent-Length: 9\r\n\r\n" + NEXT,
                        "/a abc",
                        "/next"),
                new Case(
                        HEAD + "tRaNsFeR-eNcOdInG: ChUnKeD\r\n\r\n3\r\nabc\r\n0\r\n\r\n" + NEXT,
                        "/a abc",
                        "/next"),
                new Case("GET /b HTTP/1.0\r\n\r\n", "/b"),
                new Case("GET http://y/b?c HTTP/1.1\r\nHost: x\r\n\r\n" + NEXT, "/b?c", "/next"),
                new Case("GET http://y HTTP/1.1\r\nHost: x\r\n\r\n" + NEXT, "/", "/next"),
                new Case("HEAD /b HTTP/1.1\r\nHost: x\r\n\r\n" + NEXT, "/b", "/next"),
                new Case(
                        HEAD + "Content-Length: 65\r\n\r\n" + "x".repeat(65) + NEXT,
                        "/a too large",
                        "/next"),
                new Case(
                        CHUNKED + "41\r\n" + "x".repeat(65) + "\r\n0\r\n\r\n" + NEXT,
                        "/a too large",
                        "/next"));
    }

    static Stream<Case> chunksThatAreNone() {
        return Stream.of(
                        "ZZ\r\n\r\n",
                        "3\r\nabc\r\nZZ\r\n\r\n",
                        "3\r\nabc\r\n-1\r\n\r\n",
                        "3\r\nabc\r\n-0\r\n\r\n",
                        "3\r\nabc\r\n+0\r\n\r\n",
                        "3\r\nabc\r\n0x0\r\n\r\n",
                        "3\r\nabc\r\nffffffffffffffffff\r\n\r\n",
                        "3\r\nabc\r\n\r\n",
                        "3\r\nabc\r\n\r\n0\r\n\r\n",
                        "3\nabc\r\n0\r\n\r\n",
                        "3\r\nabc\n0\r\n\r\n",
                        "3\r\nabc\r\n0\n\r\n",
                        "3\r\nabc\r\n0\r\n\n",
                        "3\rabc\r\n0\r\n\r\n",
                        "3\r\rabc\r\n0\r\n\r\n",
                        "3\r\nabc\r0\r\n\r\n",
                        "3\r\nabcd\r\n0\r\n\r\n",
                        "3\r\nab\r\n0\r\n\r\n",
                        "3\r\nabc0\r\n\r\n",
                        " 3\r\nabc\r\n0\r\n\r\n",
                        "\t3\r\nabc\r\n0\r\n\r\n",
                        "3 \r\nabc\r\n0\r\n\r\n",
                        "3 junk\r\nabc\r\n0\r\n\r\n",
                        "3,3\r\nabc\r\n0\r\n\r\n",
                        "3.0\r\nabc\r\n0\r\n\r\n",
                        "3_0\r\nabc\r\n0\r\n\r\n",
                        "\u00b3\r\nabc\r\n0\r\n\r\n",
                        "3;\r\nabc\r\n0\r\n\r\n",
                        "3;a b\r\nabc\r\n0\r\n\r\n",
                        "3;a=\r\nabc\r\n0\r\n\r\n",
                        "3;a=\"\r\nabc\r\n0\r\n\r\n",
                        "3;a\nabc\r\n0\r\n\r\n",
                        "3;a\u0000\r\nabc\r\n0\r\n\r\n",
                        "3;" + "a".repeat(2000) + "\r\nabc\r\n0\r\n\r\n",
                        "3\r\nabc\r\n0\r\nno colon\r\n\r\n",
                        "3\r\nabc\r\n0\r\na : b\r\n\r\n",
                        "3\r\nabc\r\n0\r\na: b\r\n folded\r\n\r\n",
                        "3\r\nabc\r\n0\r\n: b\r\n\r\n",
                        "3\r\nabc\r\n0\r\na: \u0001\r\n\r\n",
                        "3\r\nabc\r\n0\r\na: b\n\r\n",
                        "3\r\nabc\r\n0\r\n"
                                + ("a: " + "b".repeat(900) + "\r\n").repeat(10)
                                + "\r\n")
                .map(chunks -> new Case(CHUNKED + chunks + NEXT, "malformed_request"));
    }

    static Stream<Case> heads() {
        return Stream.of(
                malformed("GARBAGE\r\n\r\n"),
                malformed("GET /a\r\n\r\n"),
                malformed("GET /a HTTP/1.1 x\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1\nHost: x\n\n"),
                malformed("GET /a HTTP/1.1\r\n\r\n"),
                malformed(" GET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("\u0000GET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("\r\n\u0001\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET  /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a  HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1 \r\nHost: x\r\n\r\n"),
                malformed("GET\t/a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET\u000b/a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a\fHTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a\rHTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a http/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.10\r\nHost: x\r\n\r\n"),
                malformed("get /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("Head /a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
                malformed("GET /a HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x y\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x, y\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x/y\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: u@x\r\n\r\n"),
                malformed("GET http://u@x/a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET http:///a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET ftp://x/a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET a HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\n Host: x\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nA b\r\n\r\n"),
                malformed("GET /a HTTP/1.1\r\nHost: x\r\nA: \u0001\r\n\r\n"),
                malformed(HEAD + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx"),
                malformed(HEAD + "Content-Length: 1, 1\r\n\r\nx"),
                malformed(HEAD + "Content-Length: +1\r\n\r\nx"),
                malformed(HEAD + "Content-Length: -1\r\n\r\nx"),
                malformed(HEAD + "Content-Length: 0x1\r\n\r\nx"),
                malformed(HEAD + "Content-Length: 99999999999999999999\r\n\r\nx"),
                malformed(HEAD + "Content-Length:\r\n\r\nx"),
                malformed(coded("gzip")),
                malformed(coded("identity")),
                malformed(coded("gzip, chunked")),
                malformed(coded("chunked, chunked")),
                malformed(coded("chunked\r\nTransfer-Encoding: chunked")),
                malformed(coded("identity\r\nTransfer-Encoding: chunked")),
                malformed(coded("\"chunked\"")),
                malformed(coded("chunked;q=1")),
                malformed(coded(",chunked")),
                malformed(coded("")),
                malformed(coded("chunked\r\nContent-Length: 3")),
                malformed(
                        "POST /a HTTP/1.0\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + "3\r\n"
                                + "abc\r\n"
                                + "0\r\n\r\n"),
                malformed(
                        "GET /a HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key1: 1\r\n"
                                + "Sec-WebSocket-Key2: 2\r\n\r\n01234567"),
                new Case("GET /a HTTP/9.9\r\nHost: x\r\n\r\n", "http_version_not_supported"),
                new Case("GET /a HTTP/2.0\r\nHost: x\r\n\r\n", "http_version_not_supported"),
                new Case(
                        "GET /" + "a".repeat(5000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                        "uri_too_long"),
                new Case(HEAD + "A: " + "b".repeat(9000) + "\r\n\r\n", "headers_too_large"));
    }

    private static Case malformed(String bytes) {
        return new Case(bytes + NEXT, "malformed_request");
    }

    private static String coded(String transferEncoding) {
        return HEAD + "Transfer-Encoding: " + transferEncoding + "\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    }

    @ParameterizedTest
    @MethodSource({"wellFormed", "chunksThatAreNone", "heads"})
    void isTheSameHoweverItArrives(Case arriving) {
        byte[] bytes = arriving.bytes().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(seen(bytes, List.of())).containsExactly(arriving.seen());
        List<Integer> everywhere = Stream.iterate(1, i -> i + 1).limit(bytes.length - 1).toList();
        assertThat(seen(bytes, everywhere)).containsExactly(arriving.seen());
        for (int seed = 0; seed < SPLITS; seed++) {
            Random random = new Random(seed);
            List<Integer> some = new ArrayList<>(everywhere);
            Collections.shuffle(some, random);
            List<Integer> splits = some.stream().limit(random.nextInt(4) + 1).sorted().toList();
            assertThat(seen(bytes, splits)).as("seed " + seed).containsExactly(arriving.seen());
        }
    }

    private static List<String> seen(byte[] bytes, List<Integer> splits) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.pipeline()
                .addLast(
                        ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC,
                        new ChannelInboundHandlerAdapter())
                .addLast(
                        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
                        new ChannelInboundHandlerAdapter());
        Wire.install(
                channel.pipeline(),
                new BodyLimits(MAX_BODY_BYTES, MAX_BODY_BYTES, 0, () -> Set.of()),
                false);
        int from = 0;
        for (int to : Stream.concat(splits.stream(), Stream.of(bytes.length)).toList()) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
            from = to;
        }
        List<String> seen = new ArrayList<>();
        for (WholeRequest request = channel.readInbound();
                request != null;
                request = channel.readInbound()) {
            seen.add(describe(request));
            request.release();
        }
        channel.finishAndReleaseAll();
        return seen;
    }

    private static String describe(WholeRequest request) {
        return request.refusal()
                .map(problem -> problem.code().code())
                .orElseGet(() -> {
                    String body = request.content().toString(StandardCharsets.ISO_8859_1);
                    return request.uri()
                            + (body.isEmpty() ? "" : " " + body)
                            + (request.isOversized() ? " too large" : "");
                });
    }
}
