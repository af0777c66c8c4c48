package global.pryzma.ledger.ledger;

import global.pryzma.ledger.money.Amount;

/**
 * An account as the ledger has it, with its balances at the moment it was read.
 *
 * @param account the fields it was created with; its flags are the current ones (a transfer may
 *     have set {@link AccountFlags#CLOSED})
 * @param timestamp when it was created: nanoseconds since the Unix epoch, unique in the ledger
 */
public record LedgerAccount(
        AccountFields account,
        Amount debitsPending,
        Amount debitsPosted,
        Amount creditsPending,
        Amount creditsPosted,
        long timestamp) {}
