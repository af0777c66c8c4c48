package global.pryzma.ledger.security;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What others have to know of the issuer of our tokens: its keys, and where it does what. */
@Requires(missingProperty = ExternalIssuer.PROPERTY)
@Controller("/.well-known")
final class IssuerController {
    /** So long may a new key be unknown, which signs after a minute. */
    private static final String CACHED = "public, max-age=30";

    private final SecuritySettings settings;
    private final ServiceKey keys;
    private final Clock clock;

    IssuerController(SecuritySettings settings, ServiceKey keys, Clock clock) {
        this.settings = settings;
        this.keys = keys;
        this.clock = clock;
    }

    /** The public halves of the keys (RFC 7517). */
    @Get("/jwks.json")
    HttpResponse<Map<String, Object>> keys() {
        return cached(keys.published(clock.instant()));
    }

    /** RFC 8414. The addresses are those of the issuer, which is how clients know us. */
    @Get("/oauth-authorization-server")
    HttpResponse<Map<String, Object>> metadata() {
        String issuer = settings.issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        List<String> authentication = List.of("client_secret_basic", "client_secret_post");
        return cached(
                Map.ofEntries(
                        Map.entry("issuer", issuer),
                        Map.entry("token_endpoint", base + "/oauth2/token"),
                        Map.entry("token_endpoint_auth_methods_supported", authentication),
                        Map.entry("grant_types_supported", List.of("client_credentials")),
                        Map.entry("response_types_supported", List.of()),
                        Map.entry(
                                "scopes_supported",
                                Stream.of(Scope.values()).map(Scope::value).toList()),
                        Map.entry("jwks_uri", base + "/.well-known/jwks.json"),
                        Map.entry("revocation_endpoint", base + "/oauth2/revoke"),
                        Map.entry("revocation_endpoint_auth_methods_supported", authentication),
                        Map.entry("introspection_endpoint", base + "/oauth2/introspect"),
                        Map.entry("service_documentation", base + "/docs")));
    }

    private static HttpResponse<Map<String, Object>> cached(Map<String, Object> body) {
        return HttpResponse.ok(body).header("Cache-Control", CACHED);
    }
}
