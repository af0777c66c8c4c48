package global.pryzma.ledger.program;

import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.books.Currencies;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The currencies that a request names for a program. */
@Singleton
final class ProgramCurrencies {
    static final String FIELD = "currencies";

    private final Currencies currencies;

    ProgramCurrencies(Currencies currencies) {
        this.currencies = currencies;
    }

    /** The field of a request; empty if it is absent. */
    static List<String> of(JsonBody json) {
        return json.optionalTextList(FIELD, Currency.CODE_MAX);
    }

    /** What a caller is told if the organisation does not have all of them; they may come. */
    Optional<Problem> unknown(UUID organisation, List<String> codes) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            if (currencies.find(organisation, codes.get(i)).isEmpty()) {
                errors.add(new FieldError("is not a known currency", "/" + FIELD + "/" + i));
            }
        }
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Problem(ProblemCode.INVALID_BODY, "a currency is not known", errors));
    }
}
