package global.pryzma.ledger.http.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The lines of the head of a request as they arrive, held to what Netty's decoder lets pass: any
 * white space in the request line, a version and (by Micronaut) a method in any case, folded
 * fields.
 */
final class HeadLines {
    /**
     * RFC 9112, section 3. A method may have small letters, but none of ours has: {@code get} would
     * be another one than {@code GET}.
     */
    private static final Pattern REQUEST_LINE =
            Pattern.compile(
                    "[^a-z\\x00-\\x20\\x7f]+ [^\\x00-\\x20\\x7f]+ HTTP/[0-9]\\.[0-9]\\r",
                    Pattern.DOTALL);

    private boolean inFields;
    private @Nullable String fault;

    /** Those below a request line that is not looked at. */
    static HeadLines ofFields() {
        HeadLines lines = new HeadLines();
        lines.inFields = true;
        return lines;
    }

    /** What is wrong with those read so far; null if nothing is. */
    @Nullable String fault() {
        return fault;
    }

    /**
     * Reads those between the two positions. Netty consumes a head by whole lines, so that a line
     * begins at the first position; ahead of the request line it may consume other things.
     */
    void read(ByteBuf in, int from, int to) {
        int line = from;
        while (line < to) {
            int lf = in.indexOf(line, to, HttpConstants.LF);
            int end = lf < 0 ? to : lf;
            if (inFields) {
                readField(in.getByte(line));
            } else {
                readRequestLine(
                        in.toString(line, end - line, StandardCharsets.ISO_8859_1), lf >= 0);
            }
            line = end + 1;
        }
    }

    private void readField(byte first) {
        if (first == HttpConstants.SP || first == HttpConstants.HT) {
            fault = "A line of the header begins with white space";
        }
    }

    private void readRequestLine(String line, boolean whole) {
        if (line.isEmpty() || line.equals("\r")) {
            return; // empty lines may come before it
        }
        inFields = whole;
        if (!whole || !REQUEST_LINE.matcher(line).matches()) {
            fault = "The request line is not a method, a target and a version";
        }
    }
}
