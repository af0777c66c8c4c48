package global.pryzma.ledger.account;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.program.Program;
import global.pryzma.ledger.program.Programs;
import global.pryzma.ledger.words.Label;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The opening of an account. */
@Singleton
final class OpenAccount {
    private static final Problem NO_PROGRAM =
            Problem.of(ProblemCode.NOT_FOUND, "there is no such program");

    private final IdempotencyEngine engine;
    private final OpenAccountMutation mutation;
    private final Programs programs;
    private final Currencies currencies;
    private final LedgerNumbers ledgerNumbers;
    private final Ledger ledger;

    OpenAccount(
            IdempotencyEngine engine,
            OpenAccountMutation mutation,
            Programs programs,
            Currencies currencies,
            LedgerNumbers ledgerNumbers,
            Ledger ledger) {
        this.engine = engine;
        this.mutation = mutation;
        this.programs = programs;
        this.currencies = currencies;
        this.ledgerNumbers = ledgerNumbers;
        this.ledger = ledger;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        AccountType type = json.requiredEnum("type", AccountType.class);
        String currency = json.requiredText("currency", Currency.CODE_MAX);
        UUID programId = json.requiredUuid("program_id");
        Label label = Label.of(json);
        json.optionalOwnOrganisation(request.organisation());
        json.done();

        OpenAccountCommand unnumbered = new OpenAccountCommand(type, currency, 0, programId, label);
        Optional<Program> program = programs.find(request.organisation(), programId);
        if (program.isEmpty()) {
            return refused(unnumbered, request, "program", NO_PROGRAM);
        }
        if (currencies.find(request.organisation(), currency).isEmpty()) {
            return refused(
                    unnumbered, request, "currency", wrongCurrency("is not a known currency"));
        }
        if (!programs.allow(program.get(), currency)) {
            return engine.execute(
                    mutation, unnumbered.content(), () -> notAllowed(unnumbered, request), request);
        }
        LedgerNumber number =
                ledgerNumbers.of(
                        request.call(), currency, () -> numberInLedger(unnumbered, request));
        return engine.execute(mutation, unnumbered.withLedgerNumber(number.number()), request);
    }

    /**
     * The number of the account that an earlier try of the same request opened. As the account's id
     * is made from the organisation and the key, and the fingerprint covers the currency, the
     * number is theirs.
     */
    private Optional<Integer> numberInLedger(OpenAccountCommand command, MutationRequest request) {
        Identity identity = engine.identity(mutation, command, request);
        return LedgerReadings.answered(
                        ledger.lookupAccounts(List.of(identity.id()), request.call()))
                .stream()
                .map(LedgerAccount::account)
                .filter(account -> account.userData64() == identity.fingerprint64())
                .map(AccountFields::ledger)
                .findFirst();
    }

    /**
     * The answer when what the account needs is not there. "There is none" would be wrong of what
     * was there when the same request opened its account, and whose row Postgres has lost since.
     *
     * @param what it is
     */
    private Answer refused(
            OpenAccountCommand command, MutationRequest request, String what, Problem problem) {
        return engine.execute(
                mutation,
                command.content(),
                () -> {
                    if (numberInLedger(command, request).isPresent()) {
                        throw ProblemException.of(
                                ProblemCode.SERVICE_UNAVAILABLE,
                                "the account is open, but its %1$s is lost: create that again first, with the key that created it"
                                        .formatted(what));
                    }
                    return new Prepared.Refused<>(problem);
                },
                request);
    }

    /**
     * The answer when the program's list does not have the currency: it may have it later. What was
     * opened when it had it is open, whatever Postgres has lost of the list.
     */
    private Prepared<OpenAccountCommand> notAllowed(
            OpenAccountCommand command, MutationRequest request) {
        return numberInLedger(command, request)
                .<Prepared<OpenAccountCommand>>map(
                        number -> new Prepared.Ready<>(command.withLedgerNumber(number)))
                .orElseGet(() ->
                        new Prepared.Refused<>(
                                wrongCurrency("is not one of the program's currencies")));
    }

    private static Problem wrongCurrency(String detail) {
        return new Problem(
                ProblemCode.INVALID_BODY,
                "currency " + detail,
                List.of(new FieldError(detail, "/currency")));
    }
}
