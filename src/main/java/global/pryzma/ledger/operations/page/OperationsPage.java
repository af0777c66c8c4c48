package global.pryzma.ledger.operations.page;

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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /operations}: the operators' page. It is for everybody and shows nothing by itself: its
 * scripts ask the API, with the token of whoever signs in. It loads nothing from elsewhere, has no
 * script or style inside, and its policy forbids the browser both.
 */
@Controller("/operations")
final class OperationsPage {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; form-action 'none'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final MediaType ICON = new MediaType("image/svg+xml");

    private static final List<String> SCRIPTS =
            List.of(
                    "main.js",
                    "api.js",
                    "charts.js",
                    "dom.js",
                    "doubt.js",
                    "figures.js",
                    "format.js",
                    "state.js",
                    "tables.js");

    private final SharedFile page = own("index.html", SharedFiles.HTML);

    private final SharedFiles files;

    OperationsPage() {
        Webjar charts = new Webjar("org.webjars.npm", "uplot");
        Map<String, SharedFile> all = new HashMap<>();
        SCRIPTS.forEach(name -> all.put(name, own(name, SharedFiles.SCRIPT)));
        all.put("page.css", own("page.css", SharedFiles.STYLE));
        all.put("icon.svg", own("icon.svg", ICON));
        all.put("uPlot.esm.js", served(charts.read("dist/uPlot.esm.js"), SharedFiles.SCRIPT));
        all.put("uPlot.min.css", served(charts.read("dist/uPlot.min.css"), SharedFiles.STYLE));
        this.files = new SharedFiles(all);
    }

    private static SharedFile own(String name, MediaType type) {
        return served(PackagedFile.read("operations/" + name), type);
    }

    /** Asked for anew each time, so that after an upgrade no file is of another version. */
    private static SharedFile served(byte[] content, MediaType type) {
        return new SharedFile(content, type, "no-cache");
    }

    @Get
    @Produces(MediaType.ALL)
    HttpResponse<?> page(HttpRequest<?> request) {
        return page.answer(request).header("Content-Security-Policy", POLICY);
    }

    @Get("/{file}")
    @Produces(MediaType.ALL)
    HttpResponse<?> file(@PathVariable String file, HttpRequest<?> request) {
        return files.answer(file, request);
    }
}
