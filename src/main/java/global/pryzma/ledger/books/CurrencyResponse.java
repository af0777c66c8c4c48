package global.pryzma.ledger.books;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

/**
 * A currency on the wire.
 *
 * @param isPrivate whether it is the organisation's own
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record CurrencyResponse(
        String code,
        int exponent,
        @Nullable String name,
        @JsonProperty("private") boolean isPrivate) {
    static CurrencyResponse of(CurrencyRow row) {
        return new CurrencyResponse(row.code(), row.exponent(), row.name(), row.isPrivate());
    }
}
