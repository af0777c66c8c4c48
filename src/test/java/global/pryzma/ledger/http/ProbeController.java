package global.pryzma.ledger.http;

import global.pryzma.ledger.api.ChosenForm;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.Offers;
import global.pryzma.ledger.api.Page;
import global.pryzma.ledger.api.PageRequest;
import global.pryzma.ledger.api.Paged;
import global.pryzma.ledger.api.PathIds;
import global.pryzma.ledger.api.Streamed;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Caller;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.nio.charset.StandardCharsets;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Routes that show what the filters let through. */
@Requires(property = "spec.name", value = EdgeServer.NAME)
@Controller("/v1/probes")
class ProbeController {
    final CountDownLatch held = new CountDownLatch(1);

    /** The latest. */
    volatile @Nullable ProbeStream stream;

    /** What has been asked for and carried out. */
    final Set<String> created = ConcurrentHashMap.newKeySet();

    @Get
    @Paged(filters = "colour")
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<Map<String, String>> list(PageRequest page, Caller caller, Deadline deadline) {
        return new Page<>(
                List.of(
                        Map.of(
                                "organisation", caller.organisation().toString(),
                                "limit", Integer.toString(page.limit()),
                                "thread", Boolean.toString(Thread.currentThread().isVirtual()),
                                "logged", String.valueOf(MDC.get("request_id")),
                                "in_time", Boolean.toString(!deadline.isOver()))),
                true,
                "next");
    }

    @Get("/empty")
    @RequiresScope(Scope.TRANSFERS_READ)
    Page<String> empty() {
        return Page.last(List.of());
    }

    @Post
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer create(MutationRequest request, @Body byte @Nullable [] body) {
        JsonBody json = JsonBody.parse(body);
        String text = json.requiredText("text", 70_000);
        json.done();
        created.add(text);
        return switch (text) {
            case "replay" -> new Answer.Recorded(response(request), true);
            case "refuse" -> new Answer.Refused(Problem.of(ProblemCode.LEDGER_UNAVAILABLE));
            case "reject" ->
                    new Answer.Recorded(
                            request.problems()
                                    .apply(
                                            Problem.of(
                                                    ProblemCode.INSUFFICIENT_FUNDS, "Too little")),
                            false);
            default -> new Answer.Recorded(response(request), false);
        };
    }

    private static RecordedResponse response(MutationRequest request) {
        return new RecordedResponse(
                201,
                "application/json",
                ("{\"key\":\"" + request.key() + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    @Post("/{id}/paint")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer paint(@PathVariable String id, MutationRequest request, @Body byte @Nullable [] body) {
        PathIds.uuid(id);
        return create(request, body);
    }

    @Patch("/{id}")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer change(@PathVariable String id, MutationRequest request) {
        return new Answer.Recorded(response(request), false);
    }

    @Delete("/{id}")
    @RequiresScope(Scope.TRANSFERS_WRITE)
    Answer remove(@PathVariable String id, MutationRequest request) {
        return new Answer.Recorded(response(request), false);
    }

    @Get("/{id}")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, String> get(@PathVariable String id) {
        return Map.of("id", PathIds.uuid(id).toString());
    }

    @Get("/none")
    @RequiresScope(Scope.TRANSFERS_READ)
    @Nullable Map<String, String> none() {
        return null;
    }

    @Get("/fault")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, String> fault() {
        throw new IllegalStateException("a secret of the house");
    }

    @Get("/no-database")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, String> noDatabase() {
        throw new IllegalStateException(new SQLTransientConnectionException("no connection"));
    }

    @Get("/unguarded")
    Map<String, String> unguarded() {
        return Map.of("reached", "true");
    }

    @Get("/held")
    @RequiresScope(Scope.TRANSFERS_READ)
    Map<String, String> held() throws InterruptedException {
        held.await();
        return Map.of();
    }

    /** In two forms, and as the path says. */
    @Get("/streams/{course}")
    @Offers({"application/json", "text/csv"})
    @Streamed
    @RequiresScope(Scope.TRANSFERS_READ)
    HttpResponse<?> stream(@PathVariable String course, ChosenForm form) {
        stream = new ProbeStream(course, held);
        return HttpResponse.ok(stream).contentType(form.mediaType());
    }
}
