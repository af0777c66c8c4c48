package global.pryzma.ledger.benchmark;

import global.pryzma.ledger.embedded.EmbeddedLedger;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.ClusterEndpoints;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The ceiling, which is a mutation that does nothing, and what only the process itself knows. */
@Requires(property = BenchmarkController.ENABLED)
@Controller("/v1/benchmark")
class BenchmarkController {
    static final String ENABLED = "test.benchmark";

    private static final RecordedResponse NOTHING =
            new RecordedResponse(
                    201, "application/json", "{\"done\":true}".getBytes(StandardCharsets.UTF_8));

    private final ClusterEndpoints cluster;
    private final @Nullable EmbeddedLedger embedded;

    BenchmarkController(ClusterEndpoints cluster, @Nullable EmbeddedLedger embedded) {
        this.cluster = cluster;
        this.embedded = embedded;
    }

    /** Everything that a transfer's request goes through before its use case. */
    @Post("/nothing")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer nothing(@Body byte @Nullable [] body, MutationRequest request) {
        return new Answer.Recorded(NOTHING, false);
    }

    /** Where the ledger is, whichever it is. */
    @Get("/cluster")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, List<String>> cluster() {
        return Map.of(
                "id", List.of(cluster.clusterId().toString()), "addresses", cluster.addresses());
    }

    /** How many messages it has committed; -1 where only itself could tell. */
    @Get("/ledger")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, Long> ledger() {
        return Map.of("messages", embedded == null ? -1 : embedded.committedMessages());
    }
}
