package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.metrics.Metrics;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A waiting room with its courier: what callers see of both. */
final class Lane {
    enum Entry {
        ENTERED,
        /** It has more events than a message holds. */
        TOO_LARGE,
        /** The circuit is open: there is no point in waiting. */
        OUT_OF_REACH,
        /**
         * The waiting room is full, or the organisation's share of it, or the wait too long for the
         * deadline.
         */
        FULL
    }

    private final WaitingRoom room;
    private final MessageLimits limits;
    private final Circuit circuit;
    private final Availability availability;
    private final Courier courier;
    private final Mailbox mailbox;

    Lane(
            String name,
            List<CallKind<?, ?>> kinds,
            Circuit circuit,
            Availability availability,
            GenesisCheck genesis,
            ClusterClient.Opener opener,
            Reachability reachability,
            Executor background,
            GatewaySettings settings,
            Metrics metrics) {
        this.circuit = circuit;
        this.availability = availability;
        this.limits = new MessageLimits(settings.maxEvents());
        Pace pace = new Pace();
        this.room = new WaitingRoom(kinds, bounds(settings), limits, pace);
        LaneMeters meters = new LaneMeters(metrics, name);
        meters.watch(room, settings.maxWaitingCalls());
        this.mailbox = new Mailbox("ledger-" + name);
        ClusterConnections connections =
                new ClusterConnections(
                        listener -> {
                            Successor successor =
                                    new Successor(opener, genesis, background, mailbox, listener);
                            successor.start();
                            return successor;
                        },
                        reachability,
                        mailbox::wake,
                        new Backoff(
                                "ledger-" + name,
                                settings.replacementInterval(),
                                settings.replacementIntervalMax()),
                        background,
                        settings,
                        System::nanoTime);
        this.courier =
                new Courier(
                        room,
                        limits,
                        pace,
                        circuit,
                        availability,
                        genesis,
                        connections,
                        mailbox,
                        background,
                        settings,
                        meters,
                        System::nanoTime);
        mailbox.start(courier);
    }

    private static WaitingRoom.Bounds bounds(GatewaySettings settings) {
        return new WaitingRoom.Bounds(
                settings.maxWaitingCalls(),
                settings.maxWaitingEvents(),
                settings.callsOfAnOrganisation(),
                settings.eventsOfAnOrganisation());
    }

    MessageLimits limits() {
        return limits;
    }

    /** Whether there is any point in waiting here. */
    boolean admits() {
        return circuit.isClosed() && !availability.isWrongLedger();
    }

    /** Lets a call in, to be sent as soon as the connection is free. */
    Entry enter(Call<?, ?> call) {
        if (!admits()) {
            return Entry.OUT_OF_REACH;
        }
        if (call.size() > limits.of(call.kind())) {
            return Entry.TOO_LARGE;
        }
        if (!room.admit(call)) {
            return Entry.FULL;
        }
        if (!courier.awaitsReply()) {
            mailbox.wake();
        }
        return Entry.ENTERED;
    }

    /**
     * Blocks until the call has an outcome, or its deadline is over, or the thread is interrupted.
     *
     * @return null when the call is under way still, so that its outcome is yet to come
     */
    <A> @Nullable Outcome<A> await(Call<?, A> call) {
        try {
            return call.behalf().deadline().await(call.outcome())
                    ? call.outcome().join()
                    : withdrawn(call);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return withdrawn(call);
        }
    }

    private <A> @Nullable Outcome<A> withdrawn(Call<?, A> call) {
        return room.withdraw(call) ? new Outcome.NotAttempted<>() : call.outcome().getNow(null);
    }

    /** Runs the task, on this lane's thread, whenever the cluster answers here again. */
    void whenBack(Runnable task) {
        mailbox.execute(() -> courier.whenBack(task));
    }

    /** Learns that the cluster answers the other lane. */
    void clusterAnswers() {
        mailbox.execute(courier::clusterAnswers);
    }

    /** Admits nothing more: later callers are told that nothing was attempted. */
    void stopAdmitting() {
        room.stopAdmitting();
    }

    /** Waits until the deadline for what is under way, and closes the clients. */
    void close(Deadline deadline) {
        CompletableFuture<@Nullable Void> atRest = new CompletableFuture<>();
        mailbox.execute(() -> courier.whenAtRest(() -> atRest.complete(null)));
        try {
            atRest.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException asFarAsItGot) {
            // What is still under way is in doubt, and its callers are told so.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        mailbox.execute(courier::close);
        mailbox.close();
    }
}
