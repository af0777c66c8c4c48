package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.idempotency.key.ScopedKey;
import global.pryzma.ledger.idempotency.store.ClaimedKey;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All mutations that the service knows, by their operations' names. */
@Singleton
final class Mutations implements OperationScopes, OperationResponses {
    private final Map<String, Mutation<?>> byOperation;
    private final Set<Scope> scopes;
    private final Set<Scope> books;

    Mutations(List<Mutation<?>> all) {
        this.byOperation =
                all.stream().collect(Collectors.toMap(Mutation::operation, Function.identity()));
        this.scopes = scopes(all, _ -> true);
        this.books = scopes(all, scope -> !scope.isForOperators());
    }

    private static Set<Scope> scopes(List<Mutation<?>> all, Predicate<Scope> which) {
        return all.stream()
                .map(Mutation::scope)
                .filter(which)
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)),
                                Collections::unmodifiableSet));
    }

    /** Their names. */
    Set<String> operations() {
        return Set.copyOf(byOperation.keySet());
    }

    @Override
    public Set<Scope> ofMutations() {
        return scopes;
    }

    @Override
    public Set<Scope> ofBooks() {
        return books;
    }

    @Override
    public Set<Scope> of(String operation) {
        return find(operation).map(mutation -> Set.of(mutation.scope())).orElse(scopes);
    }

    /**
     * What a caller needs, all of it, to be told of the request that has claimed this key; nothing
     * for a key that was cancelled before there was one.
     */
    Set<Scope> of(ClaimedKey row) {
        return row.operation() == null
                ? Set.of()
                : find(row.operation()).map(mutation -> of(mutation, row)).orElse(scopes);
    }

    private <C extends Command> Set<Scope> of(Mutation<C> mutation, ClaimedKey row) {
        try {
            return mutation.scopes(
                    () -> CommandVersions.decode(mutation, row.encodingVersion(), row.command()),
                    row.key().organisation(),
                    this);
        } catch (IllegalArgumentException newerVersion) {
            return scopes;
        }
    }

    /**
     * The recorded response of this row, as a client gets it.
     *
     * @throws IllegalArgumentException for a row that only a newer version of the service can read
     */
    RecordedResponse told(ClaimedKey row, RecordedResponse recorded) {
        return find(row.operation())
                .map(it -> told(it, row.key(), form(row, recorded)))
                .orElse(recorded);
    }

    @Override
    public RecordedResponse told(ScopedKey key, String operation, ShortForm form) {
        return find(operation)
                .map(it -> told(it, key, form))
                .orElseThrow(() -> new IllegalArgumentException("unknown operation " + operation));
    }

    /** The recorded response of this row, on its own. */
    static ShortForm form(ClaimedKey row, RecordedResponse recorded) {
        return new ShortForm(recorded, row.encodingVersion(), row.fingerprint(), row.command());
    }

    private <C extends Command> RecordedResponse told(
            Mutation<C> mutation, ScopedKey key, ShortForm form) {
        return mutation.told(
                () -> CommandVersions.decode(mutation, form.encodingVersion(), form.command()),
                PlannedWork.identity(key, form.fingerprint(), form.encodingVersion()),
                form.recorded(),
                this);
    }

    /** Empty for an operation that only a newer version of the service knows. */
    Optional<Mutation<?>> find(@Nullable String operation) {
        return operation == null
                ? Optional.empty()
                : Optional.ofNullable(byOperation.get(operation));
    }
}
