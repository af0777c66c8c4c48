package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

/**
 * The gatherer of the requests of one connection. Each is handed on as a {@link WholeRequest} when
 * all of it has arrived; the first one that is malformed is handed on as refused, and nothing after
 * it is read. A body that is too large is passed over, so that whoever judges the request can still
 * say something more important.
 */
final class WholeRequests extends ChannelDuplexHandler {
    private static final FullHttpResponse CONTINUE =
            new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER);

    private final BodyLimits limits;

    /** Of the body that is arriving. */
    private int maxBodyBytes;

    /** The room that the body of the request has that is not answered yet, if it is large. */
    private long room;

    /**
     * The request whose body is arriving; null between requests, and while a body is passed over.
     */
    private @Nullable HttpRequest head;

    /** What has arrived of its body, unless that is nothing. */
    private @Nullable ByteBuf body;

    private boolean closing;
    private boolean continueIsDue;
    private int unanswered;

    WholeRequests(BodyLimits limits) {
        this.limits = limits;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (closing) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request) {
            begin(ctx, request);
        } else if (message instanceof HttpContent content) {
            try {
                add(ctx, content);
            } finally {
                content.release();
            }
        } else {
            ctx.fireChannelRead(message);
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        Problem problem = HeadRules.judge(request);
        if (problem != null) {
            refuse(ctx, request, problem);
            return;
        }
        boolean chunked = HttpUtil.isTransferEncodingChunked(request);
        long length = HttpUtil.getContentLength(request, 0L);
        maxBodyBytes = chunked ? limits.ofUnknown(request) : limits.of(request, length);
        if (!chunked && length == 0) {
            handOn(ctx, WholeRequest.of(request, Unpooled.EMPTY_BUFFER));
        } else if (length > maxBodyBytes) {
            handOn(ctx, WholeRequest.oversized(request));
        } else if (!hasRoom(length)) {
            handOn(ctx, WholeRequest.crowdedOut(request));
        } else {
            head = request;
            continueIsDue = HttpUtil.is100ContinueExpected(request);
            continueIfDue(ctx);
        }
    }

    private void add(ChannelHandlerContext ctx, HttpContent content) {
        HttpRequest request = head;
        if (content.decoderResult().isFailure()) {
            refuseContent(ctx, request, content.decoderResult().cause());
            return;
        }
        if (request == null) {
            return;
        }
        boolean last = content instanceof LastHttpContent;
        if (body == null && last) {
            head = null;
            handOn(ctx, WholeRequest.of(request, content.content().retain()));
            return;
        }
        int length = content.content().readableBytes();
        ByteBuf gathered = body == null ? ctx.alloc().buffer(Math.max(length, 256)) : body;
        body = gathered;
        if (gathered.readableBytes() + length > maxBodyBytes) {
            forget();
            handOn(ctx, WholeRequest.oversized(request));
            return;
        }
        if (!hasRoom(gathered.readableBytes() + length)) {
            forget();
            handOn(ctx, WholeRequest.crowdedOut(request));
            return;
        }
        gathered.writeBytes(content.content());
        if (last) {
            head = null;
            body = null;
            handOn(ctx, WholeRequest.of(request, gathered));
        }
    }

    /** Takes what a body of this length needs, beyond what it has. */
    private boolean hasRoom(long length) {
        long more = length <= limits.small() ? 0 : length - room;
        if (more > 0) {
            if (!limits.take(more)) {
                return false;
            }
            room += more;
        }
        return true;
    }

    private void giveRoomBack() {
        limits.giveBack(room);
        room = 0;
    }

    private void refuseContent(
            ChannelHandlerContext ctx, @Nullable HttpRequest request, Throwable cause) {
        if (request != null) {
            forget();
            refuse(
                    ctx,
                    request,
                    cause instanceof ProblemException ours
                            ? ours.problem()
                            : Problem.of(
                                    ProblemCode.MALFORMED_REQUEST,
                                    "The body did not arrive completely"));
        } else {
            // The request to which it belongs has been judged without it.
            closing = true;
            if (unanswered == 0) {
                // behind an answer that is not flushed yet
                ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpRequest request, Problem problem) {
        closing = true;
        handOn(ctx, WholeRequest.refused(request, problem));
    }

    private void handOn(ChannelHandlerContext ctx, WholeRequest request) {
        continueIsDue = false;
        unanswered++;
        ctx.fireChannelRead(request);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof LastHttpContent)) {
            ctx.write(message, promise);
            return;
        }
        unanswered--;
        giveRoomBack();
        if (closing && unanswered == 0) {
            ctx.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
        } else {
            ctx.write(message, promise);
            continueIfDue(ctx);
        }
    }

    /** Asks for the body, once that can't be taken for a part of an earlier request's answer. */
    private void continueIfDue(ChannelHandlerContext ctx) {
        if (continueIsDue && unanswered == 0) {
            continueIsDue = false;
            ctx.writeAndFlush(CONTINUE.retainedDuplicate());
        }
    }

    private void forget() {
        head = null;
        if (body != null) {
            body.release();
            body = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        forget();
        giveRoomBack();
    }
}
