package global.pryzma.ledger.account;

import global.pryzma.ledger.books.LedgerNumber;

import java.util.UUID;

/** What other features need to know of an account; none of it ever changes. */
public record AccountFacts(UUID id, LedgerNumber ledger, AccountType type) {}
