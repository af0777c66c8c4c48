package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.ledger.AsOf;
import global.pryzma.ledger.ledger.HistoricBalance;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import jakarta.inject.Singleton;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The reading of what had been posted to an account at a moment. */
@Singleton
final class ReadBalance {
    private final Accounts accounts;
    private final EntryReader entries;

    ReadBalance(Accounts accounts, EntryReader entries) {
        this.accounts = accounts;
        this.entries = entries;
    }

    /**
     * The balance, with all that happened at that very moment.
     *
     * @param at nanoseconds since the Unix epoch, by the ledger's clock; empty for now
     */
    PostedBalanceResponse at(UUID id, OptionalLong at, LedgerCall call) {
        AccountFacts account =
                accounts.find(call, id).orElseThrow(() -> notFound("there is no such account"));
        if (at.isPresent() && at.getAsLong() < account.createdAtNanos()) {
            throw notFound("there was no such account at that time");
        }
        TimeRange range = at.isPresent() ? TimeRange.until(at.getAsLong()) : TimeRange.ALWAYS;
        AsOf<Optional<HistoricBalance>> latest = entries.latest(account, range, call);
        // The ledger alone knows what is past: what it has not come to yet may still be changed.
        if (at.isPresent() && at.getAsLong() > latest.timestamp()) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "at is in the future, by the clock of the ledger");
        }
        return PostedBalanceResponse.of(account.type().normalSide(), latest.value());
    }

    private static ProblemException notFound(String detail) {
        return ProblemException.of(ProblemCode.NOT_FOUND, detail);
    }
}
