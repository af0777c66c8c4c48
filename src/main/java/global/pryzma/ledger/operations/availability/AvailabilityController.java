package global.pryzma.ledger.operations.availability;

import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.TakesQuery;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.security.RequiresScope;
import global.pryzma.ledger.security.Scope;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** {@code /v1/ledger/availability}, for operators. */
@WithoutLedger
@Controller("/v1/ledger/availability")
final class AvailabilityController {
    private static final Duration USUAL = Duration.ofHours(24);

    private final ReadAvailability availability;

    AvailabilityController(ReadAvailability availability) {
        this.availability = availability;
    }

    @Get
    @TakesQuery({"from", "to"})
    @RequiresScope(Scope.LEDGER_OPERATE)
    AvailabilityResponse get(HttpRequest<?> request) {
        Optional<Instant> start = KnownQuery.time(request, "from");
        Instant to =
                KnownQuery.time(request, "to")
                        .orElseGet(() -> availability.now().plus(Duration.ofSeconds(1)));
        Instant from = start.orElseGet(() -> to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_PARAMETER,
                    "from must be before to, which is now if it is not given");
        }
        return availability.read(from, to);
    }
}
