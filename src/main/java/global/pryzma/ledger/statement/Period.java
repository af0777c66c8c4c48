package global.pryzma.ledger.statement;

import global.pryzma.ledger.api.KnownQuery;
import global.pryzma.ledger.api.WireTime;
import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;

import java.time.Instant;
import java.util.Optional;

/**
 * The period of a statement by the ledger's clock: what it is of, and never what was only asked
 * for. So whoever asks for the next one from where this one has ended misses nothing.
 *
 * @param fromNanos inclusive
 * @param toNanos exclusive; right after the moment when the statement was made, at the latest
 * @param madeAtNanos that moment
 */
record Period(long fromNanos, long toNanos, long madeAtNanos) {
    static final String FROM = "from";
    static final String TO = "to";

    Period {
        if (fromNanos < 0 || toNanos <= fromNanos || madeAtNanos < toNanos - 1) {
            throw new IllegalArgumentException(fromNanos + " to " + toNanos);
        }
    }

    TimeRange range() {
        return new TimeRange(fromNanos, toNanos);
    }

    /**
     * What a query asks for.
     *
     * @param from empty for the account's first moment
     * @param to empty for now
     */
    record Asked(Optional<Instant> from, Optional<Instant> to) {
        private static final Instant LAST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);

        /**
         * Reads the query.
         *
         * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
         */
        static Asked of(HttpRequest<?> request) {
            Asked asked = new Asked(KnownQuery.time(request, FROM), KnownQuery.time(request, TO));
            if (asked.from.isPresent()
                    && asked.to.isPresent()
                    && !asked.from.get().isBefore(asked.to.get())) {
                throw invalid("from must be before to");
            }
            if (asked.end() == 0) {
                throw invalid("to must be after 1970-01-01T00:00:00Z");
            }
            return asked;
        }

        /**
         * All that may be in it, whatever time it is.
         *
         * @param openedAtNanos when the account was opened
         * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} if that is nothing
         */
        TimeRange range(long openedAtNanos) {
            long begin = begin(openedAtNanos);
            if (begin >= end()) {
                throw future();
            }
            return new TimeRange(begin, end() == Long.MAX_VALUE ? 0 : end());
        }

        /**
         * The period as it is by now.
         *
         * @param openedAtNanos when the account was opened
         * @param nowNanos by the ledger's clock
         * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER} if it has not begun
         */
        Period at(long openedAtNanos, long nowNanos) {
            long begin = begin(openedAtNanos);
            if (begin > nowNanos) {
                throw future();
            }
            return new Period(begin, Math.min(end(), nowNanos + 1), nowNanos);
        }

        private long begin(long openedAtNanos) {
            return from.map(Asked::nanos).orElse(Math.min(openedAtNanos, end() - 1));
        }

        private long end() {
            return to.map(Asked::nanos).orElse(Long.MAX_VALUE);
        }

        /** No row of the ledger is older than the epoch, or younger than its last moment. */
        private static long nanos(Instant moment) {
            return moment.isAfter(LAST)
                    ? Long.MAX_VALUE
                    : moment.isBefore(Instant.EPOCH) ? 0 : WireTime.epochNanos(moment);
        }

        private static ProblemException future() {
            return invalid("from is in the future by the ledger's clock");
        }

        private static ProblemException invalid(String detail) {
            return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
        }
    }
}
