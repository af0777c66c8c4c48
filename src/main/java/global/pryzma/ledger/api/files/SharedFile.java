package global.pryzma.ledger.api.files;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * A file that is the same for everybody, in one buffer for all: however many read it, and however
 * slowly, it is in memory once, as it is and compressed.
 */
public final class SharedFile {
    private final MediaType type;
    private final String cacheControl;
    private final Form plain;
    private final Form compressed;

    private record Form(String entityTag, ByteBuf content) {
        static Form of(byte[] bytes, String tag) {
            // Outside the heap, from where it is sent without a copy.
            ByteBuf buffer = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
            return new Form(tag, Unpooled.unreleasableBuffer(buffer.asReadOnly()));
        }
    }

    /**
     * @param cacheControl how long it may be kept without asking again
     */
    public SharedFile(byte[] content, MediaType type, String cacheControl) {
        this.type = type;
        this.cacheControl = cacheControl;
        UUID name = UUID.nameUUIDFromBytes(content);
        this.plain = Form.of(content, "\"" + name + '"');
        this.compressed = Form.of(gzip(content), "\"" + name + "-gzip\"");
    }

    /** A text in UTF-8. */
    public static SharedFile text(String content, MediaType type, String cacheControl) {
        return new SharedFile(content.getBytes(StandardCharsets.UTF_8), type, cacheControl);
    }

    /** The answer with the file, or with the news that the client has it already. */
    public MutableHttpResponse<ByteBuf> answer(HttpRequest<?> request) {
        Form form = takesGzip(request) ? compressed : plain;
        MutableHttpResponse<ByteBuf> response =
                has(request, form)
                        ? HttpResponse.status(HttpStatus.NOT_MODIFIED)
                        : whole(form).contentType(type);
        return response.header(HttpHeaders.ETAG, form.entityTag())
                .header(HttpHeaders.CACHE_CONTROL, cacheControl)
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .header("X-Content-Type-Options", "nosniff");
    }

    private MutableHttpResponse<ByteBuf> whole(Form form) {
        MutableHttpResponse<ByteBuf> response = HttpResponse.ok(form.content().retainedDuplicate());
        return form == compressed
                ? response.header(HttpHeaders.CONTENT_ENCODING, "gzip")
                : response;
    }

    private static boolean has(HttpRequest<?> request, Form form) {
        return values(request, HttpHeaders.IF_NONE_MATCH).stream()
                .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(form.entityTag()));
    }

    private static boolean takesGzip(HttpRequest<?> request) {
        return values(request, HttpHeaders.ACCEPT_ENCODING).stream()
                .map(coding -> coding.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
                .anyMatch(coding -> coding.matches("gzip(;q=(1(\\.0*)?|0\\.0*[1-9][0-9]*))?"));
    }

    private static List<String> values(HttpRequest<?> request, String header) {
        return request.getHeaders().getAll(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .toList();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
        return bytes.toByteArray();
    }
}
