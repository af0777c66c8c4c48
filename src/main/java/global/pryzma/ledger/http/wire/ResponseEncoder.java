package global.pryzma.ledger.http.wire;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpStatusClass;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Netty's encoder of responses, which leaves out the body of what answers {@code HEAD}. So such a
 * request is worked on as the {@code GET} that it asks about, and has its header fields, the length
 * of the body among them. All answers pass it, whoever makes them, and get the {@link
 * BrowserRules}.
 */
final class ResponseEncoder extends HttpResponseEncoder {
    /** Of the requests that are not answered yet, whether they are HEAD. */
    private final Queue<Boolean> heads = new ArrayDeque<>(4);

    private final boolean encrypted;

    ResponseEncoder(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** The next request that will be answered. */
    void owesAnswerTo(HttpMethod method) {
        heads.add(method.equals(HttpMethod.HEAD));
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpResponse response) {
        boolean head =
                response.status().codeClass() != HttpStatusClass.INFORMATIONAL
                        && Boolean.TRUE.equals(heads.poll());
        return head || super.isContentAlwaysEmpty(response);
    }

    @Override
    protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean isAlwaysEmpty) {
        super.sanitizeHeadersBeforeEncode(response, isAlwaysEmpty);
        if (response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            BrowserRules.addTo(response.headers(), encrypted);
        }
    }
}
