package global.pryzma.ledger.http;

import global.pryzma.ledger.security.Authentication;
import global.pryzma.ledger.security.ExternalTokens;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The filter that has a request wait for the key of its token, where an external issuer has signed
 * it with one that is not known yet. Nobody else waits, and no thread does.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class KeyFilter implements PipelineFilter, ConditionalFilter {
    private final @Nullable ExternalTokens tokens;

    KeyFilter(@Nullable ExternalTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public PipelineStage stage() {
        return PipelineStage.KEY;
    }

    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return tokens != null && ApiRoutes.isWork(request);
    }

    @RequestFilter
    CompletableFuture<HttpRequest<?>> await(HttpRequest<?> request) {
        Optional<String> token = Authentication.tokenOf(request);
        CompletableFuture<Void> key =
                tokens == null || token.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : tokens.keyOf(token.get());
        if (key.isDone()) {
            return CompletableFuture.completedFuture(request);
        }
        if (!(request instanceof NettyHttpRequest<?> netty)) {
            throw new IllegalStateException("a request comes over a connection");
        }
        // It goes on where it came from, and not on the thread that has read the keys.
        return key.thenApplyAsync(_ -> request, netty.getChannelHandlerContext().executor());
    }
}
