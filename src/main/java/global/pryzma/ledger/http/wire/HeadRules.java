package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;
import java.util.List;

/**
 * The rules for the head of a request (RFC 9112) that Netty's decoder does not hold it to: one
 * version, one host, one framing of the body, and a target that is a URI.
 */
final class HeadRules {
    private static final BitSet UNRESERVED =
            characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    private static final BitSet OF_TARGETS = characters("!$&'()*+,;=:@/?", UNRESERVED);

    /**
     * Beyond RFC 3986: nobody's browser nor library writes {@code metadata[key]} in another way,
     * and in a query brackets have no meaning that two parties could take differently.
     */
    private static final BitSet OF_QUERIES = characters("[]", OF_TARGETS);

    private static final BitSet OF_HOSTS = characters("!$&'()*+,;=:[]", UNRESERVED);

    private HeadRules() {}

    /** What is wrong with the head; null if nothing is. */
    static @Nullable Problem judge(HttpRequest head) {
        if (head.decoderResult().isFailure()) {
            return ofDecoder(head.decoderResult().cause());
        }
        boolean modern = head.protocolVersion().equals(HttpVersion.HTTP_1_1);
        if (!modern && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return Problem.of(
                    ProblemCode.HTTP_VERSION_NOT_SUPPORTED, "The service speaks HTTP/1.1");
        }
        List<String> hosts = head.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (modern && hosts.isEmpty())) {
            return malformed("There must be one Host");
        }
        if (!hosts.isEmpty() && !consistsOf(OF_HOSTS, hosts.getFirst())) {
            return malformed("Host is not a host");
        }
        if (!hasOneFraming(head.headers())) {
            return malformed("Transfer-Encoding is something else than chunked");
        }
        if (!isTarget(head.uri())) {
            return malformed("The target of the request is no URI");
        }
        return null;
    }

    private static Problem ofDecoder(Throwable cause) {
        return switch (cause) {
            case ProblemException ours -> ours.problem();
            case TooLongHttpLineException tooLong ->
                    Problem.of(
                            ProblemCode.URI_TOO_LONG,
                            "A request line has at most "
                                    + StrictRequestDecoder.MAX_LINE_BYTES
                                    + " bytes");
            case TooLongHttpHeaderException tooLong ->
                    Problem.of(
                            ProblemCode.HEADERS_TOO_LARGE,
                            "Header fields have at most "
                                    + StrictRequestDecoder.MAX_HEADER_BYTES
                                    + " bytes together");
            default -> malformed("The request line or a header field is malformed");
        };
    }

    private static Problem malformed(String detail) {
        return Problem.of(ProblemCode.MALFORMED_REQUEST, detail);
    }

    private static boolean hasOneFraming(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
    }

    private static boolean isTarget(String uri) {
        int query = uri.indexOf('?') < 0 ? uri.length() : uri.indexOf('?');
        if (!consistsOf(OF_TARGETS, uri.substring(0, query))
                || !consistsOf(OF_QUERIES, uri.substring(query))) {
            return false;
        }
        String authority = authority(uri);
        return authority == null
                ? uri.startsWith("/") || uri.equals("*")
                : !authority.isEmpty() && consistsOf(OF_HOSTS, authority);
    }

    /** Whom a target names that is a whole URI; null for any other. */
    static @Nullable String authority(String uri) {
        int start = uri.startsWith("/") ? -1 : afterScheme(uri);
        return start < 0 ? null : uri.substring(start, endOfAuthority(uri, start));
    }

    /** The path and query of a target. */
    static String pathAndQuery(String uri) {
        int start = uri.startsWith("/") ? -1 : afterScheme(uri);
        if (start < 0) {
            return uri;
        }
        String path = uri.substring(endOfAuthority(uri, start));
        return path.startsWith("/") ? path : "/" + path;
    }

    private static int afterScheme(String uri) {
        for (String scheme : List.of("http://", "https://")) {
            if (uri.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return -1;
    }

    private static int endOfAuthority(String uri, int start) {
        int end = start;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /** Whether there are only these characters, and others only in the form {@code %41}. */
    private static boolean consistsOf(BitSet allowed, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !isHex(text.charAt(++i))
                        || !isHex(text.charAt(++i))) {
                    return false;
                }
            } else if (!allowed.get(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    private static BitSet characters(String characters, BitSet... others) {
        BitSet set = new BitSet(0x80);
        characters.chars().forEach(set::set);
        for (BitSet other : others) {
            set.or(other);
        }
        return set;
    }
}
