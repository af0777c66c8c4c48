package global.pryzma.ledger.program;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import global.pryzma.ledger.api.JsonColumns;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The programs that exist, for other features. */
@Singleton
public final class Programs {
    private static final int CACHED = 10_000;

    private final ProgramRows rows;
    private final Cache<UUID, Program> cache = Caffeine.newBuilder().maximumSize(CACHED).build();

    Programs(ProgramRows rows) {
        this.rows = rows;
    }

    /** The program with this id; empty if there is none, or if it is another organisation's. */
    public Optional<Program> find(UUID organisation, UUID id) {
        Program cached = cache.getIfPresent(id);
        // Another's is looked for as one that is not there: how long it takes must not tell which.
        return cached != null && cached.organisation().equals(organisation)
                ? Optional.of(cached)
                : read(id).filter(program -> program.organisation().equals(organisation));
    }

    /**
     * Whether the program's accounts may be kept in the currency with this code. What is remembered
     * may lack one that was added since.
     */
    public boolean allow(Program program, String currency) {
        return program.allows(currency)
                || read(program.id()).filter(now -> now.allows(currency)).isPresent();
    }

    private Optional<Program> read(UUID id) {
        Optional<Program> found =
                rows.find(id)
                        .map(row ->
                                new Program(
                                        row.id(),
                                        row.organisationId(),
                                        Set.copyOf(JsonColumns.texts(row.currencies()))));
        found.ifPresent(program -> cache.put(id, program));
        return found;
    }
}
