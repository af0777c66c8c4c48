package global.pryzma.ledger.http.wire;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * The header fields that keep a browser from doing with an answer what nobody asked it for. What
 * has said something of its own, as pages do, is not changed; what has not, is not kept by anybody.
 */
final class BrowserRules {
    private static final AsciiString NO_STORE = AsciiString.cached("no-store");
    private static final AsciiString SNIFFING = AsciiString.cached("x-content-type-options");
    private static final AsciiString NOSNIFF = AsciiString.cached("nosniff");
    private static final AsciiString TRANSPORT = AsciiString.cached("strict-transport-security");
    private static final AsciiString FOR_A_YEAR = AsciiString.cached("max-age=31536000");
    private static final AsciiString REFERRER = AsciiString.cached("referrer-policy");
    private static final AsciiString NO_REFERRER = AsciiString.cached("no-referrer");

    /** Of a page that has no policy of its own: it is text, and in no frame. */
    private static final AsciiString TEXT_ALONE =
            AsciiString.cached(
                    "default-src 'none'; form-action 'none'; base-uri 'none';"
                            + " frame-ancestors 'none'");

    private BrowserRules() {}

    static void addTo(HttpHeaders headers, boolean encrypted) {
        headers.set(SNIFFING, NOSNIFF);
        if (!headers.contains(HttpHeaderNames.CACHE_CONTROL)) {
            headers.set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
        }
        if (encrypted) {
            headers.set(TRANSPORT, FOR_A_YEAR);
        }
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null && type.startsWith("text/html")) {
            headers.set(REFERRER, NO_REFERRER);
            if (!headers.contains(HttpHeaderNames.CONTENT_SECURITY_POLICY)) {
                headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, TEXT_ALONE);
            }
        }
    }
}
