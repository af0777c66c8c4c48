package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Origin;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * The occasion on which a mutation got its definite answer, for those who keep a record of it.
 *
 * @param organisation whose key it is
 * @param id that the key gives: the same, however often its request comes
 * @param from where the request came that brought it to its end; {@link Origin#NONE} if none did
 * @param refusal what it was refused for; null if it was not
 */
public record Occasion(
        UUID organisation, UUID id, Supplier<Origin> from, @Nullable ProblemCode refusal) {
    public Origin origin() {
        return from.get();
    }
}
