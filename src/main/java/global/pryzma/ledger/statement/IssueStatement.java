package global.pryzma.ledger.statement;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.context.annotation.Value;
import io.micronaut.json.JsonMapper;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.UUID;

/**
 * The issuing of statements: what is on one is settled at once, and then it is written bit by bit.
 */
@Singleton
final class IssueStatement {
    private final Accounts accounts;
    private final Currencies currencies;
    private final EntryReader reader;
    private final JsonMapper json;
    private final Duration timeLimit;
    private final Duration chunkTimeLimit;

    /**
     * @param deadline of a request, and so of each chunk of a statement, too: where the ledger goes
     *     away in the middle its client does not wait longer for that than any other
     */
    IssueStatement(
            Accounts accounts,
            Currencies currencies,
            EntryReader reader,
            JsonMapper json,
            StatementSettings settings,
            @Value("${pryzma.deadline:3s}") Duration deadline) {
        this.accounts = accounts;
        this.currencies = currencies;
        this.reader = reader;
        this.json = json;
        this.timeLimit = settings.timeLimit();
        this.chunkTimeLimit = deadline;
    }

    /**
     * A statement on its way.
     *
     * @param content all of it, made while it is read
     */
    record Issued(Statement statement, StatementStream content) {}

    /**
     * Begins a statement.
     *
     * @param call for its beginning, with the first entries; the rest has the time limit of
     *     statements
     * @throws ProblemException if there can be none, or the ledger or Postgres does not answer
     */
    Issued issue(UUID accountId, Period.Asked asked, StatementForm form, LedgerCall call) {
        AccountFacts account =
                accounts.find(call, accountId)
                        .orElseThrow(() ->
                                ProblemException.of(
                                        ProblemCode.NOT_FOUND, "there is no such account"));
        EntryWalk walk = reader.walk(account, asked.range(account.createdAtNanos()), call);
        Statement statement =
                new Statement(
                        account,
                        accounts.name(call.organisation(), accountId).orElse(null),
                        currencies.require(account.ledger()),
                        asked.at(account.createdAtNanos(), walk.asOf()),
                        walk.opening(),
                        walk.closing());
        StatementWriter writer = writer(form, statement);
        Deadline limit = Deadline.after(timeLimit);
        return new Issued(
                statement,
                StatementStream.begin(
                        statement,
                        writer,
                        walk.next(call),
                        () ->
                                walk.next(
                                        new LedgerCall(
                                                call.organisation(), limit.within(chunkTimeLimit))),
                        limit));
    }

    private StatementWriter writer(StatementForm form, Statement statement) {
        return switch (form) {
            case JSON -> new JsonStatement(statement, json);
            case CSV -> new CsvStatement(statement);
            case HTML -> new HtmlStatement(statement);
            case XML -> {
                CamtLimits.refusal(statement)
                        .ifPresent(reason -> {
                            throw ProblemException.of(ProblemCode.NOT_ACCEPTABLE, reason);
                        });
                yield new CamtStatement(statement);
            }
        };
    }
}
