package global.pryzma.ledger.ledger;

import global.pryzma.ledger.money.Amount;

/**
 * What had been posted to an account right after one of its transfers. The ledger also has what was
 * pending then; that is left out, since a hold that expires leaves no trace in history, which would
 * go on to show it.
 *
 * @param timestamp the transfer's: nanoseconds since the Unix epoch
 */
public record HistoricBalance(Amount debitsPosted, Amount creditsPosted, long timestamp) {}
