package global.pryzma.ledger.operations;

import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.LedgerId;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** The genesis account's row in Postgres. */
@Singleton
final class Genesis implements GenesisAccount {
    private final GenesisRepository repository;
    private volatile @Nullable GenesisRow row;

    Genesis(GenesisRepository repository) {
        this.repository = repository;
    }

    @Override
    public LedgerId id() {
        return LedgerId.of(row().accountId());
    }

    @Override
    public boolean isWritten() {
        return row().writtenAt() != null;
    }

    @Override
    public void written() {
        repository.markWritten();
        row = repository.find().orElseThrow();
    }

    /**
     * The row, made if there is none. Several instances may make their first start at once: the
     * first row stays, and as long as it does not say "written" it is read again, since another
     * instance may have written it.
     */
    private GenesisRow row() {
        GenesisRow known = row;
        if (known == null || known.writtenAt() == null) {
            repository.insertIfAbsent(UUID.randomUUID());
            known = repository.find().orElseThrow();
            row = known;
        }
        return known;
    }
}
