package global.pryzma.ledger;

import global.pryzma.ledger.idempotency.MutationListener;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.TransferFields;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a service process kill itself (kill -9) at a point between two durable steps, or stop
 * itself until somebody lets it go on. It lives in the tests; a process has it when it is started
 * with {@code test.kill-at}.
 */
@Factory
@Requires(property = KillAt.POINT)
public final class KillAt {
    public static final String POINT = "test.kill-at";

    /** The key whose mutation is meant. */
    public static final String KEY = "test.kill-key";

    /** The signal that it sends itself, {@code KILL} if not given. */
    public static final String SIGNAL = "test.kill-signal";

    private final String signal;

    KillAt(@Value("${" + SIGNAL + ":KILL}") String signal) {
        this.signal = signal;
    }

    /** A point of {@link MutationListener}, by name. */
    @Singleton
    MutationListener atStep(
            @Value("${" + POINT + "}") String point, @Value("${" + KEY + "}") UUID key) {
        return (step, reached) -> {
            if (step.name().equals(point) && reached.equals(new IdempotencyKey(key))) {
                signalThisProcess();
            }
        };
    }

    /**
     * {@code EXECUTED}: the ledger has executed a transfer, and its reply has not reached the
     * engine. Set-up needs no transfer, so that the first one is the one that is meant.
     */
    @Singleton
    @Requires(property = POINT, value = "EXECUTED")
    BeanCreatedEventListener<Ledger> beforeTheReply() {
        return (BeanCreatedEvent<Ledger> event) ->
                (Ledger)
                        Proxy.newProxyInstance(
                                Ledger.class.getClassLoader(),
                                new Class<?>[] {Ledger.class},
                                (proxy, method, arguments) -> {
                                    try {
                                        Object result = method.invoke(event.getBean(), arguments);
                                        if (method.getName().equals("createTransfers")
                                                && isTransfer((List<?>) arguments[0])) {
                                            signalThisProcess();
                                        }
                                        return result;
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause() == null ? e : e.getCause();
                                    }
                                });
    }

    /** And not a fence. */
    private static boolean isTransfer(List<?> transfers) {
        return transfers.getFirst() instanceof TransferFields transfer
                && transfer.code() != GenesisAccount.CODE;
    }

    private void signalThisProcess() {
        long pid = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        while (signal.equals("KILL")) {
            LockSupport.park();
        }
    }
}
