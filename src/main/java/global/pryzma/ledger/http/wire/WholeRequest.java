package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import java.util.List;
import java.util.Optional;

/**
 * A request that has arrived to its end, as the framework gets it. What we read ourselves in its
 * header is kept here and taken out of the header: the framework would read the same fields in its
 * own way, take one for a charset of the query, another for the type of the answer, and fail on
 * some.
 */
public final class WholeRequest extends DefaultFullHttpRequest {
    private static final List<CharSequence> OURS =
            List.of(
                    HttpHeaderNames.ACCEPT,
                    HttpHeaderNames.ACCEPT_CHARSET,
                    HttpHeaderNames.ACCEPT_LANGUAGE,
                    HttpHeaderNames.CONTENT_ENCODING,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.TRANSFER_ENCODING);

    private final Acceptable acceptable;
    private final BodyType bodyType;
    private final boolean hasBody;
    private final boolean encoded;
    private final int bodyBytes;
    private final boolean oversized;
    private final boolean crowdedOut;
    private final boolean absolute;
    private final boolean head;

    /** A request with a body that is read; it gets its own reference to {@code body}. */
    static WholeRequest of(HttpRequest head, ByteBuf body) {
        return new WholeRequest(head, head.protocolVersion(), head.uri(), body, false, false);
    }

    /** A request with a body that is larger than what is read. */
    static WholeRequest oversized(HttpRequest head) {
        return new WholeRequest(
                head, head.protocolVersion(), head.uri(), Unpooled.EMPTY_BUFFER, true, false);
    }

    /** A request with a large body that is not read, because there are too many of them. */
    static WholeRequest crowdedOut(HttpRequest head) {
        return new WholeRequest(
                head, head.protocolVersion(), head.uri(), Unpooled.EMPTY_BUFFER, false, true);
    }

    /** What can be made out of a request that is refused before it reaches a route. */
    static WholeRequest refused(HttpRequest head, Problem reason) {
        WholeRequest request =
                new WholeRequest(
                        head, HttpVersion.HTTP_1_1, "/", Unpooled.EMPTY_BUFFER, false, false);
        request.setDecoderResult(DecoderResult.failure(new ProblemException(reason)));
        return request;
    }

    private WholeRequest(
            HttpRequest head,
            HttpVersion version,
            String uri,
            ByteBuf body,
            boolean oversized,
            boolean crowdedOut) {
        super(
                version,
                // The encoder leaves the answer's body out.
                head.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : head.method(),
                HeadRules.pathAndQuery(uri),
                body,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
        HttpHeaders headers = head.headers();
        this.acceptable = Acceptable.of(headers.getAll(HttpHeaderNames.ACCEPT));
        this.bodyType = BodyType.of(headers.getAll(HttpHeaderNames.CONTENT_TYPE));
        this.hasBody = body.isReadable();
        this.encoded = isEncoded(headers.getAll(HttpHeaderNames.CONTENT_ENCODING));
        this.bodyBytes = body.readableBytes();
        this.oversized = oversized;
        this.crowdedOut = crowdedOut;
        String authority = HeadRules.authority(uri);
        this.absolute = authority != null;
        this.head = head.method().equals(HttpMethod.HEAD);
        OURS.forEach(headers::remove);
        if (authority != null) {
            headers.set(HttpHeaderNames.HOST, authority); // RFC 9112, section 3.2.2
        }
        if (hasBody && bodyType.mediaType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, bodyType.mediaType());
        }
    }

    private static boolean isEncoded(List<String> codings) {
        for (String list : codings) {
            for (String coding : list.split(",")) {
                if (!coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** This side of a request; empty for one that the framework has made itself. */
    public static Optional<WholeRequest> behind(io.micronaut.http.HttpRequest<?> request) {
        return request instanceof NettyHttpRequest<?> netty
                        && netty.getNativeRequest() instanceof WholeRequest whole
                ? Optional.of(whole)
                : Optional.empty();
    }

    /** The reason why a request is refused before it reaches a route, if it is. */
    public Optional<Problem> refusal() {
        return decoderResult().isFailure()
                        && decoderResult().cause() instanceof ProblemException reason
                ? Optional.of(reason.problem())
                : Optional.empty();
    }

    /** What the client takes for an answer. */
    public Acceptable acceptable() {
        return acceptable;
    }

    /** Whether there is a body that is read. */
    public boolean hasBody() {
        return hasBody;
    }

    /** What the body is said to be. */
    public BodyType bodyType() {
        return bodyType;
    }

    /** Whether the body is compressed, or in another way not what it seems. */
    public boolean isEncoded() {
        return encoded;
    }

    /** How large the body is, if it is read. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /** Whether the body is not read, because too many others are; it is not there then. */
    public boolean isCrowdedOut() {
        return crowdedOut;
    }

    /** Whether the body is larger than what is read; it is not there then. */
    public boolean isOversized() {
        return oversized;
    }

    /** Whether it asks for what a GET would be answered, without the body. */
    public boolean isHead() {
        return head;
    }

    /** Whether the target names a host, as one does that was meant for a proxy. */
    public boolean isAbsolute() {
        return absolute;
    }
}
