package global.pryzma.ledger.transfer;

import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.List;
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

    /**
     * How many of these movements, from the first on, have words of no more than so many bytes
     * together; at least one.
     *
     * @param ids at least one
     */
    public int fitting(List<UUID> ids, long bytes) {
        Map<UUID, Integer> sizes =
                rows.sizes(ids).stream()
                        .collect(Collectors.toMap(SizeOfWords::id, SizeOfWords::bytes));
        long sum = 0;
        for (int i = 0; i < ids.size(); i++) {
            sum += sizes.getOrDefault(ids.get(i), 0);
            if (sum > bytes) {
                return Math.max(1, i);
            }
        }
        return ids.size();
    }
}
