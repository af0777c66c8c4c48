package global.pryzma.ledger.idempotency;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All mutations that the service knows, by their operations' names. */
@Singleton
final class Mutations {
    private final Map<String, Mutation<?>> byOperation;

    Mutations(List<Mutation<?>> all) {
        this.byOperation =
                all.stream().collect(Collectors.toMap(Mutation::operation, Function.identity()));
    }

    /** Empty for an operation that only a newer version of the service knows. */
    Optional<Mutation<?>> find(String operation) {
        return Optional.ofNullable(byOperation.get(operation));
    }
}
