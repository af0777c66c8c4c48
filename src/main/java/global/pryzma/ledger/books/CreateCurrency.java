package global.pryzma.ledger.books;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.Answer;
import global.pryzma.ledger.idempotency.IdempotencyEngine;
import global.pryzma.ledger.idempotency.MutationRequest;
import global.pryzma.ledger.idempotency.Prepared;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.words.Label;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** The registration of a private currency. */
@Singleton
final class CreateCurrency {
    private static final String CODE_FORM =
            "must have 3 to 16 upper-case letters, digits and underscores, a letter first";

    private final IdempotencyEngine engine;
    private final CreateCurrencyMutation mutation;
    private final Currencies currencies;

    CreateCurrency(
            IdempotencyEngine engine, CreateCurrencyMutation mutation, Currencies currencies) {
        this.engine = engine;
        this.mutation = mutation;
        this.currencies = currencies;
    }

    Answer from(byte @Nullable [] body, MutationRequest request) {
        JsonBody json = JsonBody.parse(body);
        String code = json.requiredText("code", Currency.CODE_MAX);
        json.check(Currency.isCode(code), "code", CODE_FORM);
        OptionalInt exponent = json.optionalInt("exponent", 0, Currency.EXPONENT_MAX);
        json.check(exponent.isPresent(), "exponent", "is required");
        String name = Label.optionalName(json).orElse(null);
        json.done();
        CreateCurrencyCommand command =
                new CreateCurrencyCommand(new Currency(code, exponent.getAsInt()), name);
        return engine.execute(
                mutation,
                command.content(),
                () ->
                        obstacle(command, request)
                                .<Prepared<CreateCurrencyCommand>>map(detail ->
                                        new Prepared.Refused<>(
                                                Problem.of(ProblemCode.CONFLICT, detail)))
                                .orElseGet(() -> new Prepared.Ready<>(command)),
                request);
    }

    private Optional<String> obstacle(CreateCurrencyCommand command, MutationRequest request) {
        Currency wanted = command.currency();
        if (wanted.hasFormOfIso4217()) {
            // Whether it stands there now: what is added to it later must not meet a private one.
            return Optional.of("codes of three letters are those of ISO 4217");
        }
        return currencies
                .row(request.organisation(), wanted.code())
                .filter(known ->
                        !known.isPrivate()
                                || !known.currency().equals(wanted)
                                || !Objects.equals(known.name(), command.name()))
                .map(known ->
                        known.isPrivate()
                                ? "the organisation has a currency %s with exponent %d and %s"
                                        .formatted(
                                                known.code(),
                                                known.exponent(),
                                                known.name() == null
                                                        ? "no name"
                                                        : "the name " + known.name())
                                : "the currency %s, with exponent %d, is everybody's"
                                        .formatted(known.code(), known.exponent()));
    }
}
