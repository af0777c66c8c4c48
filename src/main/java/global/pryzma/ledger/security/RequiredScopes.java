package global.pryzma.ledger.security;

import io.micronaut.core.annotation.AnnotationMetadataProvider;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The reader of {@link RequiresScope}. */
public final class RequiredScopes {
    private RequiredScopes() {}

    /** The scopes of which one is enough for the route; empty for a route that says nothing. */
    public static Set<Scope> of(AnnotationMetadataProvider route, OperationScopes operations) {
        return route.getAnnotationMetadata()
                        .booleanValue(RequiresScope.class, "ofAnyMutation")
                        .orElse(false)
                ? operations.ofMutations()
                : named(route);
    }

    /** The scopes that the route names itself. */
    public static Set<Scope> named(AnnotationMetadataProvider route) {
        Scope[] scopes = route.getAnnotationMetadata().enumValues(RequiresScope.class, Scope.class);
        return scopes.length == 0
                ? Set.of()
                : Collections.unmodifiableSet(EnumSet.copyOf(List.of(scopes)));
    }
}
