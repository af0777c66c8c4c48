package global.pryzma.ledger.account;

import io.micronaut.serde.annotation.Serdeable;

import java.util.UUID;

/** An account as it would be after a request that was not carried out, on the wire. */
@Serdeable.Serializable
record ForeseenAccount(UUID id, String currency, Balances balances) {}
