package global.pryzma.ledger.docs;

import global.pryzma.ledger.api.files.PackagedFile;
import global.pryzma.ledger.api.files.SharedFile;
import global.pryzma.ledger.api.files.SharedFiles;
import global.pryzma.ledger.api.files.Webjar;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code /docs}: the contract for reading and trying, by the Swagger UI that is packaged with the
 * service. The page loads nothing from elsewhere, and its policy forbids the browser to.
 */
@Controller("/docs")
final class ApiDocs {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; connect-src 'self'; form-action 'none';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Pryzma Ledger</title>
            <link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
            <link rel="stylesheet" href="/docs/swagger-ui.css">
            </head>
            <body>
            <p style="margin:1em 2em">%s</p>
            <div id="swagger-ui"></div>
            <script src="/docs/swagger-ui-bundle.js"></script>
            <script src="/docs/start.js"></script>
            </body>
            </html>
            """;

    /**
     * The script that starts the page. The address in it is fixed: nobody can make the page show
     * another document by a link to it. What is tried goes to the service that shows the page,
     * whatever server the document names first.
     */
    private static final String START =
            """
            SwaggerUIBundle({
              url: "/openapi.yaml",
              dom_id: "#swagger-ui",
              queryConfigEnabled: false,
              validatorUrl: null,
              deepLinking: true,
              requestInterceptor: (request) => {
                request.url = request.url.replace("http://127.0.0.1:8080", location.origin);
                return request;
              }
            });
            """;

    private static final String FOR_AN_HOUR = "max-age=3600";

    private static final List<String> GUIDES =
            List.of(
                    "clients",
                    "holds",
                    "reversals",
                    "journal-entries",
                    "batches",
                    "reading",
                    "statements",
                    "dry-runs");

    private final SharedFile page =
            SharedFile.text(
                    PAGE.formatted(
                            GUIDES.stream().map(ApiDocs::link).collect(Collectors.joining(" · "))),
                    SharedFiles.HTML,
                    "no-cache");

    /** What is told step by step; each is a page of its own. */
    private final Map<String, SharedFile> guides =
            GUIDES.stream().collect(Collectors.toMap(Function.identity(), ApiDocs::guide));

    private final SharedFiles files;

    ApiDocs() {
        Webjar swaggerUi = new Webjar("org.webjars", "swagger-ui");
        files =
                new SharedFiles(
                        Map.of(
                                "start.js",
                                SharedFile.text(START, SharedFiles.SCRIPT, FOR_AN_HOUR),
                                "swagger-ui.css",
                                packaged(swaggerUi, "swagger-ui.css", SharedFiles.STYLE),
                                "swagger-ui-bundle.js",
                                packaged(swaggerUi, "swagger-ui-bundle.js", SharedFiles.SCRIPT),
                                "favicon-32x32.png",
                                packaged(
                                        swaggerUi, "favicon-32x32.png", MediaType.IMAGE_PNG_TYPE)));
    }

    /** Named as its page is: {@code journal-entries} are Journal entries. */
    private static String link(String guide) {
        String title = guide.substring(0, 1).toUpperCase(Locale.ROOT) + guide.substring(1);
        return "<a href=\"/docs/%s\">%s</a>".formatted(guide, title.replace('-', ' '));
    }

    private static SharedFile guide(String name) {
        return new SharedFile(
                PackagedFile.read("docs/" + name + ".html"), SharedFiles.HTML, "no-cache");
    }

    private static SharedFile packaged(Webjar webjar, String path, MediaType type) {
        return new SharedFile(webjar.read(path), type, FOR_AN_HOUR);
    }

    @Get
    @Produces(MediaType.ALL)
    HttpResponse<?> page(HttpRequest<?> request) {
        return page.answer(request).header("Content-Security-Policy", POLICY);
    }

    @Get("/{file}")
    @Produces(MediaType.ALL)
    HttpResponse<?> file(@PathVariable String file, HttpRequest<?> request) {
        SharedFile guide = guides.get(file);
        return guide == null
                ? files.answer(file, request)
                : guide.answer(request).header("Content-Security-Policy", POLICY);
    }
}
