package global.pryzma.ledger.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.words.Label;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/** An account on the wire. */
@Serdeable.Serializable
record AccountResponse(
        UUID id,
        @JsonProperty("program_id") UUID programId,
        @JsonProperty("organisation_id") UUID organisationId,
        String type,
        String currency,
        @JsonUnwrapped Label label,
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
                account.label(),
                account.status().wire(),
                Balances.of(account.type().normalSide(), account.counters()),
                WireTime.of(account.createdAtNanos()));
    }
}
