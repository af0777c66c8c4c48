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

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code /v1/ledger/availability}, for operators. */
@WithoutLedger
@Controller("/v1/ledger/availability")
final class AvailabilityController {
    private static final Duration USUAL = Duration.ofHours(24);

    /** RFC 3339, of a year that Postgres knows too. */
    private static final Pattern TIME =
            Pattern.compile(
                    "[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                            + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private final ReadAvailability availability;

    AvailabilityController(ReadAvailability availability) {
        this.availability = availability;
    }

    @Get
    @TakesQuery({"from", "to"})
    @RequiresScope(Scope.LEDGER_OPERATE)
    AvailabilityResponse get(HttpRequest<?> request) {
        Optional<Instant> start = time(request, "from");
        Instant to =
                time(request, "to").orElseGet(() -> availability.now().plus(Duration.ofSeconds(1)));
        Instant from = start.orElseGet(() -> to.minus(USUAL));
        if (!from.isBefore(to)) {
            throw invalid("from must be before to, which is now if it is not given");
        }
        return availability.read(from, to);
    }

    private static Optional<Instant> time(HttpRequest<?> request, String name) {
        return KnownQuery.one(request, name)
                .map(text -> {
                    if (TIME.matcher(text).matches()) {
                        try {
                            return OffsetDateTime.parse(text).toInstant();
                        } catch (DateTimeException _) {
                            // A 30th of February, for example.
                        }
                    }
                    throw invalid(name + " must be a time such as 2026-03-14T09:00:00Z");
                });
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
