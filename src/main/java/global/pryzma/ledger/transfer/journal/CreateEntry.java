package global.pryzma.ledger.transfer.journal;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.Accounts;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.transfer.References;
import global.pryzma.ledger.words.Wording;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** The making of a journal entry. */
@Singleton
final class CreateEntry {
    /** The fewest lines that can be balanced. */
    static final int MIN_LINES = 2;

    /** The most lines of an entry: with its own row it fits into the smallest message. */
    static final int MAX_LINES = 100;

    private static final String RATE = "rate";
    private static final int RATE_MAX = 40;
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?");

    private final IdempotencyEngine engine;
    private final CreateEntryMutation mutation;
    private final Accounts accounts;
    private final ControlAccounts controlAccounts;
    private final References references;

    CreateEntry(
            IdempotencyEngine engine,
            CreateEntryMutation mutation,
            Accounts accounts,
            ControlAccounts controlAccounts,
            References references) {
        this.engine = engine;
        this.mutation = mutation;
        this.accounts = accounts;
        this.controlAccounts = controlAccounts;
        this.references = references;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        List<AskedLine> lines = json.requiredObjects("lines", MIN_LINES, MAX_LINES, AskedLine::of);
        EntryText text = new EntryText(Wording.of(json), rate(json));
        json.done();
        return engine.execute(
                mutation,
                JournalEntryCommand.content(lines, text),
                () ->
                        references.unlessInUse(
                                text.words(), request, () -> prepared(lines, text, request.call())),
                request);
    }

    private static @Nullable String rate(JsonBody json) {
        String rate = json.optionalText(RATE, RATE_MAX).orElse(null);
        json.check(
                rate == null || DECIMAL.matcher(rate).matches(),
                RATE,
                "must be a decimal such as \"1.0842\"");
        return rate;
    }

    private Prepared<JournalEntryCommand> prepared(
            List<AskedLine> asked, EntryText text, LedgerCall call) {
        List<UUID> ids = asked.stream().map(AskedLine::accountId).distinct().toList();
        Map<UUID, AccountFacts> found = accounts.find(call, ids);
        List<EntryLine> lines = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            AccountFacts facts = found.get(asked.get(i).accountId());
            if (facts == null) {
                return noAccount("/lines/" + i + "/account_id");
            }
            lines.add(
                    new EntryLine(
                            asked.get(i), facts.ledger().currency(), facts.ledger().number()));
        }
        Imbalance.of(lines)
                .ifPresent(it -> {
                    throw unbalanced(it);
                });
        lines.stream()
                .mapToInt(EntryLine::ledgerNumber)
                .distinct()
                .forEach(number -> controlAccounts.ensure(number, call));
        return new Prepared.Ready<>(new JournalEntryCommand(lines, text));
    }

    private static Prepared<JournalEntryCommand> noAccount(String pointer) {
        return new Prepared.Refused<>(
                new Problem(
                        ProblemCode.NOT_FOUND,
                        "there is no account with the id in " + pointer,
                        List.of(new FieldError("there is no such account", pointer))));
    }

    /** For ever: the currencies of accounts don't change. */
    private static ProblemException unbalanced(Imbalance imbalance) {
        String detail = imbalance.text();
        return new ProblemException(
                new Problem(
                        ProblemCode.INVALID_BODY,
                        "the lines must be balanced: " + detail,
                        List.of(new FieldError(detail, "/lines"))));
    }
}
