package global.pryzma.ledger.account;

import com.fasterxml.jackson.annotation.JsonProperty;

import global.pryzma.ledger.money.Amount;

import io.micronaut.serde.annotation.Serdeable;

import java.math.BigInteger;

/**
 * An account's balances on the wire: decimal strings in minor units, the first and the fourth with
 * a sign where they are below zero, and the ledger's four counters as they are.
 *
 * <p>Seen from the side on which the account normally grows: credits less debits for a
 * credit-normal account, debits less credits for a debit-normal one.
 *
 * @param posted what has been posted on the normal side, less what has been posted on the other
 * @param pendingDebits held for transfers that will debit the account
 * @param pendingCredits held for transfers that will credit the account
 * @param available {@code posted} less what is held against it: pending debits of a credit-normal
 *     account, pending credits of a debit-normal one
 */
@Serdeable.Serializable
record Balances(
        String posted,
        @JsonProperty("pending_debits") String pendingDebits,
        @JsonProperty("pending_credits") String pendingCredits,
        String available,
        @JsonProperty("debits_posted") String debitsPosted,
        @JsonProperty("debits_pending") String debitsPending,
        @JsonProperty("credits_posted") String creditsPosted,
        @JsonProperty("credits_pending") String creditsPending) {

    static Balances of(NormalSide side, Counters counters) {
        BigInteger posted = side.balance(counters.debitsPosted(), counters.creditsPosted());
        Amount held =
                switch (side) {
                    case DEBIT -> counters.creditsPending();
                    case CREDIT -> counters.debitsPending();
                };
        return new Balances(
                posted.toString(),
                counters.debitsPending().toString(),
                counters.creditsPending().toString(),
                posted.subtract(held.toBigInteger()).toString(),
                counters.debitsPosted().toString(),
                counters.debitsPending().toString(),
                counters.creditsPosted().toString(),
                counters.creditsPending().toString());
    }
}
