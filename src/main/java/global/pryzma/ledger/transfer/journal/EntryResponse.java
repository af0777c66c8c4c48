package global.pryzma.ledger.transfer.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.words.Wording;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * A journal entry on the wire.
 *
 * @param reverses the entry that it takes back
 * @param reversed true of one that was taken back, else null
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record EntryResponse(
        UUID id,
        List<LineResponse> lines,
        @Nullable UUID reverses,
        @Nullable Boolean reversed,
        @JsonUnwrapped Wording words,
        @Nullable String rate,
        @JsonProperty("created_at") String createdAt) {

    static EntryResponse of(StoredEntry entry, EntryText text, boolean isReversed) {
        return new EntryResponse(
                entry.id().toUuid(),
                entry.lines().stream().map(LineResponse::of).toList(),
                entry.reverses().map(LedgerId::toUuid).orElse(null),
                isReversed ? true : null,
                text.words(),
                text.rate(),
                WireTime.of(entry.timestamp()));
    }
}
