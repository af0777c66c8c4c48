package global.pryzma.ledger.docs;

import global.pryzma.ledger.api.files.PackagedFile;
import global.pryzma.ledger.api.files.SharedFile;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** {@code /openapi.yaml}: the contract, as it stands at the top level of the project. */
@Controller("/openapi.yaml")
final class OpenApiDocument {
    private static final MediaType YAML = new MediaType("application/yaml");

    private final SharedFile document =
            new SharedFile(PackagedFile.read("openapi.yaml"), YAML, "no-cache");

    @Get
    @Produces(MediaType.ALL)
    HttpResponse<?> get(HttpRequest<?> request) {
        return document.answer(request);
    }
}
