package global.pryzma.ledger.http.wire;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The limits on bodies: of one, and of all that are larger than most, together. The latter are
 * counted from the first byte on until the request has its answer; a request whose body finds no
 * room is refused, while those with small bodies go on.
 *
 * <p>Which limit a body has is told from the text of the path, before there is a route: a spelling
 * that is not known here only has the smaller one.
 */
public final class BodyLimits {
    private final int maxBytes;
    private final int maxLargeBytes;
    private final long allLargeBytes;
    private final Supplier<Set<String>> largePaths;
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param maxBytes of a body
     * @param maxLargeBytes of a body that may be larger
     * @param allLargeBytes of those together
     * @param largePaths where such bodies go
     */
    public BodyLimits(
            int maxBytes, int maxLargeBytes, long allLargeBytes, Supplier<Set<String>> largePaths) {
        this.maxBytes = maxBytes;
        this.maxLargeBytes = maxLargeBytes;
        this.allLargeBytes = allLargeBytes;
        this.largePaths = largePaths;
    }

    /** What is larger than this takes room among the large ones. */
    int small() {
        return maxBytes;
    }

    /** The largest body that this request may have. */
    int of(HttpRequest head, long announced) {
        return announced > maxBytes && isLarge(head) ? maxLargeBytes : maxBytes;
    }

    /** The same for a body whose length is not announced. */
    int ofUnknown(HttpRequest head) {
        return isLarge(head) ? maxLargeBytes : maxBytes;
    }

    private boolean isLarge(HttpRequest head) {
        String path;
        try {
            path = new QueryStringDecoder(HeadRules.pathAndQuery(head.uri())).path();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
        boolean slash = path.length() > 1 && path.endsWith("/");
        return largePaths.get().contains(slash ? path.substring(0, path.length() - 1) : path);
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= allLargeBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
