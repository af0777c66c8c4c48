package global.pryzma.ledger.docs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** {@code /openapi.yaml}: the contract, as it stands at the top level of the project. */
@Controller("/openapi.yaml")
final class OpenApiDocument {
    private final byte[] document = PackagedFile.read("openapi.yaml");

    @Get
    @Produces("application/yaml")
    HttpResponse<byte[]> get() {
        return HttpResponse.ok(document);
    }
}
