package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.security.OperationScopes;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All mutations that the service knows, by their operations' names. */
@Singleton
final class Mutations implements OperationScopes {
    private final Map<String, Mutation<?>> byOperation;
    private final Set<Scope> scopes;

    Mutations(List<Mutation<?>> all) {
        this.byOperation =
                all.stream().collect(Collectors.toMap(Mutation::operation, Function.identity()));
        this.scopes =
                all.stream()
                        .map(Mutation::scope)
                        .collect(
                                Collectors.collectingAndThen(
                                        Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)),
                                        Collections::unmodifiableSet));
    }

    @Override
    public Set<Scope> ofMutations() {
        return scopes;
    }

    /** Empty for an operation that only a newer version of the service knows. */
    Optional<Mutation<?>> find(@Nullable String operation) {
        return operation == null
                ? Optional.empty()
                : Optional.ofNullable(byOperation.get(operation));
    }
}
