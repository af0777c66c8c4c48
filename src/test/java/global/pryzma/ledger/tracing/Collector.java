package global.pryzma.ledger.tracing;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * A collector of traces on the loopback address, which takes OTLP over HTTP. Of its messages
 * (protobuf) it reads what the tests ask for.
 */
public final class Collector implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /**
     * A span.
     *
     * @param parent empty for none
     */
    public record Span(
            String trace, String id, String parent, String name, Map<String, String> attributes) {}

    public Collector() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/v1/traces",
                exchange -> {
                    try (exchange) {
                        ByteBuffer request =
                                ByteBuffer.wrap(exchange.getRequestBody().readAllBytes());
                        each(request, (field, resource) -> addResource(resource));
                        exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
                        exchange.sendResponseHeaders(200, -1);
                    }
                });
        server.start();
    }

    /** What OTEL_EXPORTER_OTLP_ENDPOINT is set to. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The spans of a trace, as far as they have come. */
    public List<Span> of(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    private void addResource(ByteBuffer resource) {
        each(
                resource,
                (field, scope) -> {
                    if (field == 2) {
                        each(
                                scope,
                                (inScope, span) -> {
                                    if (inScope == 2) {
                                        spans.add(span(span));
                                    }
                                });
                    }
                });
    }

    private static Span span(ByteBuffer message) {
        Map<Integer, String> parts = new HashMap<>();
        Map<String, String> attributes = new HashMap<>();
        each(
                message,
                (field, content) -> {
                    switch (field) {
                        case 1, 2, 4 -> parts.put(field, HEX.formatHex(bytes(content)));
                        case 5 -> parts.put(field, text(content));
                        case 9 -> attribute(content, attributes);
                        default -> {}
                    }
                });
        return new Span(
                parts.getOrDefault(1, ""),
                parts.getOrDefault(2, ""),
                parts.getOrDefault(4, ""),
                parts.getOrDefault(5, ""),
                attributes);
    }

    private static void attribute(ByteBuffer message, Map<String, String> attributes) {
        String[] name = {""};
        each(
                message,
                (field, content) -> {
                    if (field == 1) {
                        name[0] = text(content);
                    } else {
                        attributes.put(name[0], value(content));
                    }
                });
    }

    /** A text, or a number. */
    private static String value(ByteBuffer message) {
        String[] value = {""};
        each(message.duplicate(), (field, content) -> value[0] = text(content));
        if (value[0].isEmpty() && message.hasRemaining()) {
            varint(message); // the tag
            value[0] = Long.toString(varint(message));
        }
        return value[0];
    }

    /** Tells of each field that has a length: texts, bytes and messages. */
    private static void each(ByteBuffer message, BiConsumer<Integer, ByteBuffer> told) {
        while (message.hasRemaining()) {
            int tag = (int) varint(message);
            switch (tag & 7) {
                case 0 -> varint(message);
                case 1 -> message.position(message.position() + Long.BYTES);
                case 2 -> {
                    int length = (int) varint(message);
                    told.accept(tag >>> 3, message.slice(message.position(), length));
                    message.position(message.position() + length);
                }
                case 5 -> message.position(message.position() + Integer.BYTES);
                default -> throw new IllegalArgumentException("tag " + tag);
            }
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static byte[] bytes(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer content) {
        return new String(bytes(content), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
