package global.pryzma.ledger.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;

import java.util.Map;

/** Routes that somebody has made without a thought of scope, stages and limit. */
@Requires(property = "spec.name", value = EdgeServer.NAME)
@Controller
final class StrayController {
    @Get("/stray")
    Map<String, String> get() {
        return Map.of();
    }

    @Post("/docs/stray")
    Map<String, String> change() {
        return Map.of();
    }
}
