package global.pryzma.ledger.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpRequest;

import java.nio.charset.StandardCharsets;

/**
 * A request line that is too long. It is read over, and another one taken in its place, as the
 * fields below it say in which form its refusal is wanted.
 */
final class LongRequestLine {
    /** What is read over at most. */
    private static final int MAX_BYTES = 128 * 1024;

    private static final String HEAD = "HEAD ";

    private final HttpRequest failed;
    private int skipped;
    private boolean head;

    /** The line for which the decoder has made this request. */
    LongRequestLine(HttpRequest failed) {
        this.failed = failed;
    }

    /** The request that the decoder has made of it, and which says why it is refused. */
    HttpRequest failed() {
        return failed;
    }

    /** Reads over what has arrived; true when that was the end. */
    boolean skip(ByteBuf in) {
        if (skipped == 0) {
            while (in.isReadable() && in.getByte(in.readerIndex()) < ' ') {
                in.skipBytes(1); // an empty line that came before
            }
            head =
                    in.toString(in.readerIndex(), HEAD.length(), StandardCharsets.US_ASCII)
                            .equals(HEAD);
        }
        int rest = in.bytesBefore(HttpConstants.LF);
        int length = rest < 0 ? in.readableBytes() : rest + 1;
        in.skipBytes(length);
        skipped += length;
        return rest >= 0;
    }

    /** Whether it will not be waited for any longer. */
    boolean isEndless() {
        return skipped > MAX_BYTES;
    }

    /** A line of the same method. */
    ByteBuf inItsPlace() {
        return Unpooled.copiedBuffer(
                (head ? "HEAD" : "GET") + " / HTTP/1.1\r\n", StandardCharsets.US_ASCII);
    }
}
