package global.pryzma.ledger.account;

import global.pryzma.ledger.books.LedgerNumber;

import java.util.UUID;

/**
 * The facts about an account that other features need; none of them ever changes.
 *
 * @param createdAtNanos the ledger's timestamp
 */
public record AccountFacts(UUID id, LedgerNumber ledger, AccountType type, long createdAtNanos) {}
