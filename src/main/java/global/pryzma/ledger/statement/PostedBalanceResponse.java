package global.pryzma.ledger.statement;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.account.NormalSide;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.HistoricBalance;

import io.micronaut.serde.annotation.Serdeable;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * What had been posted to an account at a moment, on the wire.
 *
 * @param posted seen from the side on which the account grows, as its balances are
 * @param asOf when the latest of its entries was made by then; null if it had none
 */
@Serdeable.Serializable
@JsonInclude(JsonInclude.Include.NON_NULL)
record PostedBalanceResponse(
        String posted,
        @JsonProperty("debits_posted") String debitsPosted,
        @JsonProperty("credits_posted") String creditsPosted,
        @JsonProperty("as_of") @Nullable String asOf) {

    static PostedBalanceResponse of(NormalSide side, Optional<HistoricBalance> latest) {
        PostedBalance balance = latest.map(PostedBalance::of).orElse(PostedBalance.ZERO);
        return new PostedBalanceResponse(
                balance.on(side).toString(),
                balance.debits().toString(),
                balance.credits().toString(),
                latest.map(row -> WireTime.of(row.timestamp())).orElse(null));
    }
}
