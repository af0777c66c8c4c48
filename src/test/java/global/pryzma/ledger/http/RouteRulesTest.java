package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.security.OperationScopes;
import global.pryzma.ledger.security.RequiredScopes;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * No route without a scope, stages and a limit that somebody has declared; the contract has the
 * scopes.
 */
@Execution(ExecutionMode.SAME_THREAD)
class RouteRulesTest {
    /** They have no token, and say in their own way who may ask; or a scope beside that. */
    private static final Set<RouteKind> WITHOUT_SCOPE =
            Set.of(RouteKind.CLIENTS, RouteKind.PAGE, RouteKind.PROBE);

    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void everyRouteSaysWhoMayAskWhichStagesItPassesAndWhatBoundsIt() {
        assertThat(routes(service.bean(Router.class))).hasSizeGreaterThan(40);
        assertThat(faults(service.bean(Router.class), service.bean(OperationScopes.class)))
                .isEmpty();
    }

    /** The proof of the rules: routes that tests alone have. */
    @Test
    void oneThatDoesNotIsFound() {
        EdgeServer edge = EdgeServer.shared();
        assertThat(faults(edge.bean(Router.class), edge.bean(OperationScopes.class)))
                .containsExactlyInAnyOrder(
                        "GET /stray is of no kind: nothing says which stages it passes and what"
                                + " bounds it",
                        "POST /docs/stray changes something and is PAGE",
                        "GET /v1/probes/unguarded says no scope");
    }

    @Test
    void everyKindIsBoundedAndKnowsWhoAsks() {
        for (RouteKind kind : RouteKind.values()) {
            assertThat(kind.passes(PipelineStage.AUTHENTICATION)).isTrue();
            assertThat(kind.passes(PipelineStage.RATE)).isTrue();
            assertThat(kind.passes(PipelineStage.WORK))
                    .as("%s has a place among all, or a bound of its own", kind)
                    .isEqualTo(kind.limit() != RouteKind.Limit.BOUND_OF_ITS_OWN);
        }
    }

    @Test
    void theContractHasTheSameScopes() {
        List<String> missing = new ArrayList<>();
        OperationScopes operations = service.bean(OperationScopes.class);
        for (UriRouteInfo<?, ?> route : routes(service.bean(Router.class))) {
            String name = name(route);
            JsonNode operation = Contract.get().operations().get(name);
            Set<Scope> scopes = RequiredScopes.of(route, operations);
            if (operation != null && hasToken(route) && !said(operation).equals(names(scopes))) {
                missing.add(
                        name
                                + " needs security: "
                                + names(scopes).stream()
                                        .map("{bearerToken: [%s]}"::formatted)
                                        .collect(Collectors.joining(", ", "[", "]")));
            }
        }
        assertThat(missing).isEmpty();
    }

    /** For people, in the same words each time. */
    @Test
    void itsDescriptionsNameThem() {
        Contract.get()
                .operations()
                .forEach((name, operation) -> {
                    if (name.contains(" /v1/") && said(operation).size() == 1) {
                        assertThat(operation.path("description").asText())
                                .as(name)
                                .containsPattern(
                                        "scope\\s+`" + said(operation).iterator().next() + "`");
                    }
                });
    }

    /** The alternatives of which one is enough, each with one scope. */
    private static Set<String> said(JsonNode operation) {
        Set<String> said = new TreeSet<>();
        for (JsonNode alternative : operation.path("security")) {
            assertThat(alternative.path("bearerToken")).hasSize(1);
            said.add(alternative.path("bearerToken").get(0).asText());
        }
        return said;
    }

    private static Set<String> names(Set<Scope> scopes) {
        return scopes.stream().map(Scope::value).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> faults(Router router, OperationScopes operations) {
        return routes(router).stream().flatMap(route -> fault(route, operations).stream()).toList();
    }

    private static Optional<String> fault(UriRouteInfo<?, ?> route, OperationScopes operations) {
        Optional<RouteKind> kind = RouteKind.of(route.getUriMatchTemplate().toString());
        if (kind.isEmpty()) {
            return Optional.of(
                    name(route)
                            + " is of no kind: nothing says which stages it passes and what bounds"
                            + " it");
        }
        if (!WITHOUT_SCOPE.contains(kind.get()) && RequiredScopes.of(route, operations).isEmpty()) {
            return Optional.of(name(route) + " says no scope");
        }
        boolean mayChange =
                switch (kind.get()) {
                    case API, CLIENTS, SWITCH -> true;
                    case PAGE, PROBE -> false;
                };
        return !mayChange && ApiRoutes.mutates(route.getHttpMethodName())
                ? Optional.of(name(route) + " changes something and is " + kind.get())
                : Optional.empty();
    }

    private static boolean hasToken(UriRouteInfo<?, ?> route) {
        return RouteKind.of(route.getUriMatchTemplate().toString())
                .filter(kind -> !WITHOUT_SCOPE.contains(kind))
                .isPresent();
    }

    private static List<UriRouteInfo<?, ?>> routes(Router router) {
        Stream<UriRouteInfo<?, ?>> all =
                router.uriRoutes().distinct().filter(it -> it.getHttpMethod() != HttpMethod.HEAD);
        return all.toList();
    }

    private static String name(UriRouteInfo<?, ?> route) {
        return route.getHttpMethodName() + " " + route.getUriMatchTemplate().toPathString();
    }
}
