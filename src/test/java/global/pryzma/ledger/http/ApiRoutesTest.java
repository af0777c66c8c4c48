package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.security.RequiredScopes;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Tenant;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Rules for every route that the service has. */
@Execution(ExecutionMode.SAME_THREAD)
class ApiRoutesTest {
    private static final List<UriRouteInfo<?, ?>> ROUTES =
            ServiceUnderTest.shared()
                    .bean(Router.class)
                    .uriRoutes()
                    .distinct()
                    // The framework makes a HEAD of every GET.
                    .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                    .toList();

    /**
     * They change nothing of an organisation's: the token endpoint, and the switch that takes the
     * embedded ledger away for a demonstration.
     */
    private static final Set<String> EXEMPT =
            Set.of(
                    "/oauth2/token",
                    "/oauth2/revoke",
                    "/oauth2/introspect",
                    "/embedded/ledger/stop",
                    "/embedded/ledger/start");

    private static final String ID = UUID.randomUUID().toString();

    @Test
    void everyRouteOfTheApiSaysWhichScopeItRequires() {
        assertThat(api()).isNotEmpty();
        assertThat(api())
                .allSatisfy(route ->
                        assertThat(
                                        !RequiredScopes.named(route).isEmpty()
                                                || route.getAnnotationMetadata()
                                                        .booleanValue(
                                                                RequiresScope.class,
                                                                "ofAnyMutation")
                                                        .orElse(false))
                                .as(route.toString())
                                .isTrue());
    }

    @Test
    void everyRouteThatMutatesGoesThroughTheIdempotencyEngine() {
        assertThat(
                        ROUTES.stream()
                                .filter(route -> ApiRoutes.mutates(route.getHttpMethodName()))
                                .filter(route -> !EXEMPT.contains(template(route))))
                .isNotEmpty()
                .allSatisfy(route -> {
                    assertThat(ApiRoutes.isApi(template(route))).as(route.toString()).isTrue();
                    assertThat(route.getReturnType().getType())
                            .as(route.toString())
                            .isEqualTo(Answer.class);
                });
    }

    @Test
    void noRouteTakesAQueryParameterThatItDoesNotKnow() {
        Tenant tenant = new Tenant(ServiceUnderTest.shared());
        assertThat(api())
                .allSatisfy(route -> {
                    String path = template(route).replaceAll("\\{[^}]*}", ID);
                    for (String query : List.of("?dryrun=true", "?=", "?=true", "?limit=1&=")) {
                        HttpResponse<String> response =
                                tenant.send(
                                        route.getHttpMethodName(),
                                        path + query,
                                        UUID.randomUUID(),
                                        "{}");
                        Tenant.assertError(response, 400, "invalid_parameter");
                    }
                });
    }

    /**
     * The contract says 502 of those routes, and of no others, that can be held up by the ledger.
     */
    @Test
    void onlyRoutesThatMayWaitForTheLedgerSayThatItIsUnavailable() {
        List<UriRouteInfo<?, ?>> bounded =
                ROUTES.stream()
                        .filter(route ->
                                ApiRoutes.isApi(template(route))
                                        || template(route).startsWith("/oauth2/"))
                        .toList();
        assertThat(bounded)
                .allSatisfy(route ->
                        assertThat(
                                        Contract.get()
                                                .describes(
                                                        route.getHttpMethodName(),
                                                        template(route),
                                                        502))
                                .as(route.toString())
                                .isNotEqualTo(
                                        route.getAnnotationMetadata()
                                                .hasAnnotation(WithoutLedger.class)));
    }

    private static List<UriRouteInfo<?, ?>> api() {
        return ROUTES.stream().filter(route -> ApiRoutes.isApi(template(route))).toList();
    }

    private static String template(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toString();
    }
}
