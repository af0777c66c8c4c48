package global.pryzma.ledger.transfer.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/** A journal entry on the wire. */
@Serdeable.Serializable
record EntryResponse(
        UUID id,
        List<LineResponse> lines,
        @JsonUnwrapped Wording words,
        @Nullable String rate,
        @JsonProperty("created_at") String createdAt) {

    static EntryResponse of(StoredEntry entry, EntryText text) {
        return new EntryResponse(
                entry.id().toUuid(),
                entry.lines(),
                text.words(),
                text.rate(),
                WireTime.of(entry.timestamp()));
    }
}
