package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.ServiceUnderTest;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.security.RequiresScope;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;

/** Rules for every route that the service has. */
class ApiRoutesTest {
    private static final List<UriRouteInfo<?, ?>> ROUTES =
            ServiceUnderTest.shared().bean(Router.class).uriRoutes().distinct().toList();

    /**
     * They change nothing of an organisation's: the token endpoint, and the switch that takes the
     * embedded ledger away for a demonstration.
     */
    private static final Set<String> EXEMPT =
            Set.of("/oauth2/token", "/embedded/ledger/stop", "/embedded/ledger/start");

    @Test
    void everyRouteOfTheApiSaysWhichScopeItRequires() {
        assertThat(api()).isNotEmpty();
        assertThat(api())
                .allSatisfy(route ->
                        assertThat(route.getAnnotationMetadata().hasAnnotation(RequiresScope.class))
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

    private static List<UriRouteInfo<?, ?>> api() {
        return ROUTES.stream().filter(route -> ApiRoutes.isApi(template(route))).toList();
    }

    private static String template(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toString();
    }
}
