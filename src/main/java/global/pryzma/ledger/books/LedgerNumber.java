package global.pryzma.ledger.books;

import java.util.UUID;

/**
 * The number that TigerBeetle calls a "ledger": the books of one organisation in one currency.
 * Accounts of different numbers can't trade with each other, and the ledger itself sees to that.
 *
 * @param number 1000 to 2^31-1; given once and never again
 * @param currency the currency's code
 */
public record LedgerNumber(int number, UUID organisation, String currency) {}
