package global.pryzma.ledger.books;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Guard;
import global.pryzma.ledger.idempotency.RowsMutation;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.postgres.rows.RowCondition;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code currencies.create}: no ledger side, one row. The same currency once more is as good as the
 * first time, whatever its key; a code stands for one exponent and one name for ever.
 */
@Singleton
final class CreateCurrencyMutation implements RowsMutation<CreateCurrencyCommand> {
    private static final String NO_OTHER =
            """
            SELECT NOT EXISTS (SELECT FROM private_currency
                WHERE organisation_id = ? AND code = ? AND (exponent <> ? OR coalesce(name, '') <> ?))\
            """;

    private final RecordedJson json;

    CreateCurrencyMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "currencies.create";
    }

    @Override
    public Scope scope() {
        return Scope.PROGRAMS_WRITE;
    }

    @Override
    public CreateCurrencyCommand decode(int encodingVersion, CommandReader stored) {
        return CreateCurrencyCommand.read(stored);
    }

    /** What was found out before may have changed: of two at once one is the first. */
    @Override
    public Optional<Guard> guard(CreateCurrencyCommand command, Identity identity) {
        UUID organisation = identity.organisation();
        Currency currency = command.currency();
        return Optional.of(
                new Guard(
                        new RowCondition.Truth(
                                "currency " + currency.code() + " of " + organisation,
                                NO_OTHER,
                                List.of(
                                        organisation,
                                        currency.code(),
                                        currency.exponent(),
                                        Objects.requireNonNullElse(command.name(), ""))),
                        Problem.of(
                                ProblemCode.CONFLICT,
                                "the organisation has another currency with this code")));
    }

    @Override
    public Conclusion conclude(CreateCurrencyCommand command, Identity identity) {
        Currency currency = command.currency();
        return new Conclusion(
                json.created(
                        new CurrencyResponse(
                                currency.code(), currency.exponent(), command.name(), true)),
                List.of(
                        CurrencyRows.INSERT.row(
                                new PrivateCurrencyRow(
                                        identity.id().toUuid(),
                                        identity.organisation(),
                                        currency.code(),
                                        currency.exponent(),
                                        command.name()))));
    }
}
