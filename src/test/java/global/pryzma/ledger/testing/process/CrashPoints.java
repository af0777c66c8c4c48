package global.pryzma.ledger.testing.process;

import global.pryzma.ledger.idempotency.MutationListener;
import global.pryzma.ledger.idempotency.key.DerivedIds;
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
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Points between two durable steps of a mutation, at which a running service process kills itself
 * (kill -9), or stops itself until somebody lets it go on, or only the request that gets there.
 * They live in the tests; a process has them when it is started with {@code test.crash-point}, the
 * file in which the test names one.
 */
@Factory
@Requires(property = CrashPoints.FILE)
public final class CrashPoints {
    public static final String FILE = "test.crash-point";

    /** Where it happens: a step of {@link MutationListener}, or the one that is its own. */
    public enum Point {
        /** The ledger has made accounts, and its reply has not reached the engine. */
        OPENED,
        CLAIMED,
        /** The ledger has executed a transfer, and its reply has not reached the engine. */
        EXECUTED,
        /** The same of the first transfers behind an anchor, while others are to come. */
        PART_EXECUTED,
        ANSWERED,
        RECORDED
    }

    /** What happens. */
    public enum Signal {
        /** The process sends itself this signal. */
        KILL,
        /** The process sends itself this signal. */
        STOP,
        /** The request goes no further, so that others can get there before the process dies. */
        PARK
    }

    /**
     * One point for one key.
     *
     * <p>At {@code OPENED} and {@code EXECUTED} no key is known: the first accounts or transfer
     * from now on are the ones, nor at {@code PART_EXECUTED}.
     */
    public record Armed(Point point, UUID key, Signal signal) {
        /** From now on, and once. */
        public void in(Path file) {
            Path made = file.resolveSibling(file.getFileName() + ".new");
            try {
                Files.writeString(made, point + " " + key + " " + signal);
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Optional<Armed> read(Path file) {
            try {
                String[] words = Files.readString(file).split(" ");
                return Optional.of(
                        new Armed(
                                Point.valueOf(words[0]),
                                UUID.fromString(words[1]),
                                Signal.valueOf(words[2])));
            } catch (NoSuchFileException none) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final Path file;

    CrashPoints(@Value("${" + FILE + "}") Path file) {
        this.file = file;
    }

    @Singleton
    MutationListener atStep() {
        return (step, key) ->
                Armed.read(file)
                        .filter(armed -> step.name().equals(armed.point().name()))
                        .filter(armed -> key.equals(new IdempotencyKey(armed.key())))
                        .ifPresent(this::happen);
    }

    /** See {@link Point#EXECUTED}. */
    @Singleton
    BeanCreatedEventListener<Ledger> beforeTheReply() {
        return (BeanCreatedEvent<Ledger> event) ->
                (Ledger)
                        Proxy.newProxyInstance(
                                Ledger.class.getClassLoader(),
                                new Class<?>[] {Ledger.class},
                                (proxy, method, arguments) -> {
                                    if (method.isDefault()) {
                                        // One part after the other, so that there is a point
                                        // between two.
                                        return InvocationHandler.invokeDefault(
                                                proxy, method, arguments);
                                    }
                                    try {
                                        Object result = method.invoke(event.getBean(), arguments);
                                        if (method.getName().equals("createTransfers")
                                                && isTransfer((List<?>) arguments[0])) {
                                            executed(Point.EXECUTED);
                                            if (isPart((List<?>) arguments[0])) {
                                                executed(Point.PART_EXECUTED);
                                            }
                                        }
                                        if (method.getName().equals("createAccounts")) {
                                            executed(Point.OPENED);
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

    private static boolean isPart(List<?> transfers) {
        return transfers.getFirst() instanceof TransferFields transfer
                && DerivedIds.index(transfer.id()) == 1;
    }

    private void executed(Point point) {
        Armed.read(file).filter(armed -> armed.point() == point).ifPresent(this::happen);
    }

    private void happen(Armed armed) {
        try {
            if (!Files.deleteIfExists(file)) {
                return; // it has happened in another thread
            }
            switch (armed.signal()) {
                case KILL -> {
                    send(armed.signal());
                    parkForEver();
                }
                case PARK -> parkForEver();
                case STOP -> {
                    // A signal is sent before it has an effect; this thread must not go on between.
                    CountDownLatch goesOn = new CountDownLatch(1);
                    sun.misc.Signal.handle(
                            new sun.misc.Signal("CONT"), signal -> goesOn.countDown());
                    send(armed.signal());
                    goesOn.await();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void parkForEver() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void send(Signal signal) throws IOException, InterruptedException {
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    }
}
