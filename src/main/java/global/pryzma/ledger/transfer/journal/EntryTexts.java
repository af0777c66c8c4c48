package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.transfer.WordsOfTransfers;

import jakarta.inject.Singleton;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What clients have said of entries. */
@Singleton
final class EntryTexts {
    private final WordsOfTransfers words;
    private final RateRows rates;

    EntryTexts(WordsOfTransfers words, RateRows rates) {
        this.words = words;
        this.rates = rates;
    }

    /** By the ids of these entries; those without words are left out. */
    Map<UUID, EntryText> find(Collection<UUID> ids) {
        Map<UUID, EntryText> found = new HashMap<>();
        words.find(ids).forEach((id, wording) -> found.put(id, new EntryText(wording, null)));
        for (RateRow row : rates.find(ids)) {
            EntryText known = found.getOrDefault(row.id(), EntryText.NONE);
            found.put(row.id(), new EntryText(known.words(), row.rate()));
        }
        return found;
    }
}
