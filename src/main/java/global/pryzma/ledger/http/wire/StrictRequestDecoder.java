package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Netty's decoder of requests, but for two things that it is lenient with: the lines of the head,
 * which {@link HeadLines} looks at, and chunked bodies, which {@link ChunkedContent} reads. What is
 * wrong is said as Netty does, by a failed {@link DecoderResult}; nothing is decoded after that.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    /** A longer request line is no request of ours. */
    static final int MAX_LINE_BYTES = 4096;

    /** All header fields together. */
    static final int MAX_HEADER_BYTES = 8192;

    private enum Part {
        HEAD,
        LONG_LINE,
        BODY,
        CHUNKS,
        /** What follows something malformed: nobody can say what it is. */
        GARBAGE
    }

    private final ResponseEncoder encoder;
    private Part part = Part.HEAD;
    private HeadLines lines = new HeadLines();
    private @Nullable LongRequestLine longLine;
    private ChunkedContent chunks = new ChunkedContent();

    /**
     * A decoder at the beginning of a connection.
     *
     * @param encoder of the answers
     */
    StrictRequestDecoder(ResponseEncoder encoder) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(MAX_LINE_BYTES)
                        .setMaxHeaderSize(MAX_HEADER_BYTES)
                        .setAllowDuplicateContentLengths(false)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true)
                        .setValidateHeaders(true));
        this.encoder = encoder;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        switch (part) {
            case HEAD -> decodeHead(ctx, in, out);
            case LONG_LINE -> {
                if (longLine != null) {
                    skip(longLine, ctx, in, out);
                }
            }
            case BODY -> {
                super.decode(ctx, in, out);
                if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
                    part = Part.HEAD;
                }
            }
            case CHUNKS -> decodeChunks(in, out);
            case GARBAGE -> in.skipBytes(in.readableBytes());
        }
    }

    private void decodeHead(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        int from = in.readerIndex();
        int before = out.size();
        super.decode(ctx, in, out);
        if (out.size() == before) {
            lines.read(in, from, in.readerIndex());
            return;
        }
        HttpRequest request = (HttpRequest) out.get(before);
        if (request.decoderResult().cause() instanceof TooLongHttpLineException) {
            out.remove(before);
            in.readerIndex(from);
            longLine = new LongRequestLine(request);
            part = Part.LONG_LINE;
            skip(longLine, ctx, in, out);
            return;
        }
        lines.read(in, from, in.readerIndex());
        if (longLine != null) {
            request.setDecoderResult(longLine.failed().decoderResult());
        }
        encoder.owesAnswerTo(request.method());
        String fault = lines.fault();
        if (request.decoderResult().isFailure()) {
            part = Part.GARBAGE;
        } else if (fault != null) {
            fail(request, fault);
        } else if (HttpUtil.isTransferEncodingChunked(request)) {
            part = Part.CHUNKS;
            chunks = new ChunkedContent();
        } else if (!(out.getLast() instanceof LastHttpContent)) {
            part = Part.BODY;
            if (!request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
                // Netty gives the body of an old draft of WebSocket to who names its keys.
                fail(request, "The request has a body without length");
            }
        }
        lines = new HeadLines();
    }

    private void skip(LongRequestLine line, ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (line.skip(in)) {
            part = Part.HEAD;
            lines = HeadLines.ofFields();
            reset();
            super.decode(ctx, line.inItsPlace(), out);
        } else if (line.isEndless()) {
            part = Part.GARBAGE;
            encoder.owesAnswerTo(line.failed().method());
            out.add(line.failed());
        }
    }

    private void fail(HttpRequest request, String detail) {
        part = Part.GARBAGE;
        request.setDecoderResult(
                DecoderResult.failure(ProblemException.of(ProblemCode.MALFORMED_REQUEST, detail)));
    }

    private void decodeChunks(ByteBuf in, List<Object> out) {
        try {
            chunks.read(in, out);
            if (chunks.isOver()) {
                reset(); // Netty's own state is still at the beginning of the body
                part = Part.HEAD;
            }
        } catch (ProblemException malformed) {
            part = Part.GARBAGE;
            in.skipBytes(in.readableBytes());
            HttpContent failed = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            failed.setDecoderResult(DecoderResult.failure(malformed));
            out.add(failed);
        }
    }
}
