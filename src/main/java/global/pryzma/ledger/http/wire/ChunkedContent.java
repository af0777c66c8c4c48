package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reader of one chunked body (RFC 9112, section 7.1), to the letter of its grammar. Netty's own
 * takes much that is none, and whoever stands before us in a chain of proxies may have taken it for
 * something else.
 */
final class ChunkedContent {
    /** The longest line: a size with its extensions, or a field of the trailer. */
    private static final int MAX_LINE_BYTES = 1024;

    /** The most that the trailer may have; nobody reads it. */
    private static final int MAX_TRAILER_BYTES = 8192;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
    private static final String QUOTED =
            "\"(?:[\\t !\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t \\x21-\\x7e\\x80-\\xff])*+\"";

    /** The digits that say a size: more of them would not fit a {@code long}. */
    private static final Pattern SIZE =
            Pattern.compile(
                    "([0-9A-Fa-f]{1,15})(?:[ \\t]*+;[ \\t]*+%s(?:[ \\t]*+=[ \\t]*+(?:%s|%s))?)*+"
                            .formatted(TOKEN, TOKEN, QUOTED));

    private static final Pattern FIELD = Pattern.compile(TOKEN + ":[\\t\\x20-\\x7e\\x80-\\xff]*+");

    private enum Next {
        SIZE,
        DATA,
        END_OF_DATA,
        TRAILER,
        NOTHING
    }

    private Next next = Next.SIZE;
    private long remaining;
    private int trailerBytes;

    /** Whether the body has come to its end. */
    boolean isOver() {
        return next == Next.NOTHING;
    }

    /**
     * Takes what can be read, and adds it to {@code out}; at its end {@link LastHttpContent}.
     *
     * @throws ProblemException {@link ProblemCode#MALFORMED_REQUEST}
     */
    void read(ByteBuf in, List<Object> out) {
        while (next != Next.NOTHING && readOne(in, out)) {
            // until there is too little for a step
        }
    }

    /** One step; false when too little has arrived for it. */
    private boolean readOne(ByteBuf in, List<Object> out) {
        switch (next) {
            case SIZE -> {
                String line = line(in);
                if (line == null) {
                    return false;
                }
                remaining = size(line);
                next = remaining == 0 ? Next.TRAILER : Next.DATA;
            }
            case DATA -> {
                int length = (int) Math.min(remaining, in.readableBytes());
                if (length == 0) {
                    return false;
                }
                out.add(new DefaultHttpContent(in.readRetainedSlice(length)));
                remaining -= length;
                next = remaining == 0 ? Next.END_OF_DATA : Next.DATA;
            }
            case END_OF_DATA -> {
                String line = line(in);
                if (line == null) {
                    return false;
                }
                if (!line.isEmpty()) {
                    throw malformed();
                }
                next = Next.SIZE;
            }
            case TRAILER -> {
                String line = line(in);
                if (line == null) {
                    return false;
                }
                trailerBytes += line.length();
                if (line.isEmpty()) {
                    out.add(LastHttpContent.EMPTY_LAST_CONTENT);
                    next = Next.NOTHING;
                } else if (!FIELD.matcher(line).matches() || trailerBytes > MAX_TRAILER_BYTES) {
                    throw malformed();
                }
            }
            case NOTHING -> throw new IllegalStateException("the body is over");
        }
        return true;
    }

    private static long size(String line) {
        Matcher size = SIZE.matcher(line);
        if (!size.matches()) {
            throw malformed();
        }
        return Long.parseLong(size.group(1), 16);
    }

    /** The next line, which ends with CR LF and has no control character but tabs. */
    private @Nullable String line(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        for (int i = start; i < end; i++) {
            byte b = in.getByte(i);
            if (b == HttpConstants.CR) {
                return i + 1 < end ? lineBefore(i, in) : null;
            }
            // What can't begin the line that is due is not waited for to end.
            boolean wrong =
                    (b >= 0 && b < ' ' && b != '\t')
                            || b == 0x7f
                            || i - start >= MAX_LINE_BYTES
                            || next == Next.END_OF_DATA
                            || (i == start && next == Next.SIZE && Character.digit(b, 16) < 0);
            if (wrong) {
                throw malformed();
            }
        }
        return null;
    }

    private static String lineBefore(int cr, ByteBuf in) {
        if (in.getByte(cr + 1) != HttpConstants.LF) {
            throw malformed();
        }
        int length = cr - in.readerIndex();
        String line = in.readCharSequence(length, StandardCharsets.ISO_8859_1).toString();
        in.skipBytes(2);
        return line;
    }

    private static ProblemException malformed() {
        return ProblemException.of(
                ProblemCode.MALFORMED_REQUEST, "The chunks of the body are malformed");
    }
}
