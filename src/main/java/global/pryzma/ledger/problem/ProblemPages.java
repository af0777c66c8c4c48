package global.pryzma.ledger.problem;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages that {@code type} of RFC 9457 points to: the catalogue, for people. */
@Controller(ProblemPages.PATH)
@Produces(MediaType.TEXT_HTML)
final class ProblemPages {
    static final String PATH = "/problems";

    @Get
    HttpResponse<String> all() {
        String rows =
                Stream.of(ProblemCode.values())
                        .map(code ->
                                "<li><a href=\"%s/%s\">%s</a> (%d): %s</li>%n"
                                        .formatted(
                                                PATH,
                                                code.code(),
                                                code.code(),
                                                code.status(),
                                                code.title()))
                        .collect(Collectors.joining());
        return page("Errors of Pryzma Ledger", "<ul>\n" + rows + "</ul>");
    }

    @Get("/{code}")
    HttpResponse<String> one(@PathVariable String code) {
        for (ProblemCode problem : ProblemCode.values()) {
            if (problem.code().equals(code)) {
                return page(problem.code(), describe(problem));
            }
        }
        throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no such error code");
    }

    private static String describe(ProblemCode code) {
        String advice =
                code.retryable()
                        ? "Send the same request again, with the same idempotency key, after the"
                                + " time in Retry-After or at least a second: it is safe, and the"
                                + " key makes sure that it has an effect once at most."
                        : "The same request will get the same answer: change it first.";
        return """
        <p>%s.</p>
        <ul>
        <li>HTTP status: %d</li>
        <li>error_id: %d</li>
        <li>retryable: %s</li>
        </ul>
        <p>%s</p>
        <p><a href="%s">All errors</a></p>\
        """
                .formatted(
                        code.title(),
                        code.status(),
                        code.errorId(),
                        code.retryable(),
                        advice,
                        PATH);
    }

    private static HttpResponse<String> page(String title, String content) {
        return HttpResponse.ok(
                """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%s</title></head>
                <body>
                <h1>%s</h1>
                %s
                </body>
                </html>
                """
                        .formatted(title, title, content));
    }
}
