package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.key.DerivedIds;
import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.metrics.Metrics;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Singleton;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The moment in a batch that takes several messages at which the ledger has executed the first of
 * its transfers, and the next are still to be sent. What happens then a test says; a service has it
 * when it is started with {@value #PROPERTY}.
 */
@Factory
@Requires(property = BetweenParts.PROPERTY)
public final class BetweenParts {
    public static final String PROPERTY = "test.between-parts";

    private static volatile Runnable happening = () -> {};

    /** From now on this happens, on each such batch's thread. */
    public static void let(Runnable happen) {
        happening = happen;
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Replaces(IdempotencyEngine.class)
    IdempotencyEngine engine(
            Ledger ledger,
            Transactions transactions,
            IdempotencySettings configuration,
            Mutations mutations,
            RecordedProblems problems,
            List<MutationListener> listeners,
            Metrics metrics,
            SealedResponses sealing,
            DryRunAnswers dryRuns) {
        return new IdempotencyEngine(
                watched(ledger),
                transactions,
                configuration,
                mutations,
                problems,
                listeners,
                metrics,
                sealing,
                dryRuns);
    }

    private static Ledger watched(Ledger ledger) {
        return (Ledger)
                Proxy.newProxyInstance(
                        Ledger.class.getClassLoader(),
                        new Class<?>[] {Ledger.class},
                        (proxy, method, arguments) -> {
                            if (method.isDefault()) {
                                // One part after the other, so that there is a moment between two.
                                return InvocationHandler.invokeDefault(proxy, method, arguments);
                            }
                            try {
                                Object result = method.invoke(ledger, arguments);
                                if (method.getName().equals("createTransfers")
                                        && isFirstPart((List<?>) arguments[0])) {
                                    happening.run();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause() == null ? e : e.getCause();
                            }
                        });
    }

    private static boolean isFirstPart(List<?> transfers) {
        return transfers.getFirst() instanceof TransferFields transfer
                && transfer.code() == TransferKind.TRANSFER.code()
                && DerivedIds.index(transfer.id()) == 1;
    }
}
