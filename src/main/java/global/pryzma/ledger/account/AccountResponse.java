package global.pryzma.ledger.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.api.WireTime;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.UUID;

/** An account on the wire. */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountResponse(
        UUID id,
        @JsonProperty("program_id") UUID programId,
        @JsonProperty("organisation_id") UUID organisationId,
        String type,
        String currency,
        @Nullable String name,
        @Nullable Map<String, String> metadata,
        String status,
        Balances balances,
        @JsonProperty("created_at") String createdAt) {

    static AccountResponse of(UUID organisation, AccountSnapshot account) {
        return new AccountResponse(
                account.id(),
                account.programId(),
                organisation,
                account.type().wire(),
                account.currency(),
                account.name(),
                account.metadata().isEmpty() ? null : account.metadata(),
                account.status().wire(),
                Balances.of(account.type().normalSide(), account.counters()),
                WireTime.of(account.createdAtNanos()));
    }
}
