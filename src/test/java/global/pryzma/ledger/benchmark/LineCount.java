package global.pryzma.ledger.benchmark;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** How many line feeds a body has, which is not kept. */
final class LineCount implements BodySubscriber<Long> {
    private final CompletableFuture<Long> count = new CompletableFuture<>();
    private long lines;

    @Override
    public CompletionStage<Long> getBody() {
        return count;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> body) {
        for (ByteBuffer part : body) {
            while (part.hasRemaining()) {
                if (part.get() == '\n') {
                    lines++;
                }
            }
        }
    }

    @Override
    public void onError(Throwable fault) {
        count.completeExceptionally(fault);
    }

    @Override
    public void onComplete() {
        count.complete(lines);
    }
}
