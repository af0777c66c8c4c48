package global.pryzma.ledger.account;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.http.CreatedAt;
import global.pryzma.ledger.http.JsonColumns;
import global.pryzma.ledger.ledger.AccountFlags;
import global.pryzma.ledger.ledger.LedgerAccount;

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

    static AccountResponse of(AccountRow row, String currency, LedgerAccount account) {
        AccountType type = AccountType.ofCode(row.type());
        boolean closed = (account.account().flags() & AccountFlags.CLOSED) != 0;
        return new AccountResponse(
                row.id(),
                row.programId(),
                row.organisationId(),
                type.wire(),
                currency,
                row.name(),
                row.metadata() == null ? null : JsonColumns.textMap(row.metadata()),
                closed ? "closed" : "active",
                Balances.of(type.normalSide(), account),
                CreatedAt.of(row.createdAtNanos()));
    }
}
