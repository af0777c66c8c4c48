package global.pryzma.ledger.transfer;

import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The words of movements of money, as they were recorded. */
@Singleton
public final class WordsOfTransfers {
    private final TransferTextRows rows;

    WordsOfTransfers(TransferTextRows rows) {
        this.rows = rows;
    }

    /** By the ids of these movements; those without words are left out. */
    public Map<UUID, Wording> find(Collection<UUID> ids) {
        return rows.find(ids).stream()
                .collect(Collectors.toMap(TransferTextRow::id, TransferTextRow::words));
    }
}
