package global.pryzma.replica.server;

import global.pryzma.replica.journal.Journal;
import global.pryzma.replica.journal.ReplicaState;
import global.pryzma.replica.journal.Snapshots;
import global.pryzma.replica.journal.Threads;
import global.pryzma.replica.machine.Sessions;
import global.pryzma.replica.machine.StateMachine;
import global.pryzma.replica.protocol.MessageLimit;
import global.pryzma.replica.protocol.Request;
import global.pryzma.replica.protocol.U128;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The one thread that owns the state and the journal. Whatever requests are waiting are executed
 * and appended together, forced to the disk once, and only then answered. Where all of them only
 * read there is nothing to force: what they were told has been forced before.
 *
 * <p>When the journal fails the loop ends for good: the state in memory is then ahead of the disk,
 * so that nothing more may be answered from it.
 */
final class CommitLoop {
    /** The answer that sends nothing. */
    static final byte[] SILENCE = new byte[0];

    private static final Logger LOG = LoggerFactory.getLogger(CommitLoop.class);

    /** How much one force takes at most, so that the first in a group does not wait for long. */
    private static final long GROUP_BYTES = 8L << 20;

    private static final long IDLE_MILLIS = 100;

    private final Journal journal;
    private final ReplicaState state;
    private final Committer committer;
    private final Snapshots snapshots;
    private final Consumer<Throwable> onFailure;
    private final BlockingQueue<Submission> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "replica-commit");

    /** The members of the group that is being made: each has its answer ready. */
    private final List<Answer> answers = new ArrayList<>();

    private volatile boolean ended;

    private record Submission(Asked asked, CompletableFuture<byte[]> answer) {}

    private sealed interface Asked {
        record Execute(Request request) implements Asked {}

        record EvictSession(U128 client) implements Asked {}

        record Stop() implements Asked {}
    }

    private record Answer(CompletableFuture<byte[]> to, byte[] frame) {}

    /**
     * @param clockNanos the wall clock, in nanoseconds since 1970
     * @param onFailure told, on the loop's thread, when the journal has failed
     */
    CommitLoop(
            ReplicaState state,
            Journal journal,
            Snapshots snapshots,
            U128 cluster,
            MessageLimit limit,
            LongSupplier clockNanos,
            Consumer<Throwable> onFailure) {
        this.state = state;
        this.journal = journal;
        this.snapshots = snapshots;
        this.onFailure = onFailure;
        this.committer = new Committer(state, journal, cluster, limit, clockNanos);
    }

    /**
     * Starts the thread, after one sweep on the caller's: a disk that takes no writes is noticed
     * here.
     */
    void start() throws IOException {
        state.machine().pulseSoon();
        committer.pulseIfDue();
        journal.commit();
        thread.setDaemon(true);
        thread.start();
    }

    /** The frame to send back, once it may be sent; {@link #SILENCE} where there is none. */
    CompletableFuture<byte[]> submit(Request request) {
        return submit(new Asked.Execute(request));
    }

    /** Ends a client's session; the answer is empty where it had none, or the loop has ended. */
    CompletableFuture<byte[]> evictSession(U128 client) {
        return submit(new Asked.EvictSession(client));
    }

    /** How many messages have been committed since the start. */
    long committedMessages() {
        return committer.committedMessages();
    }

    Sessions sessions() {
        return state.sessions();
    }

    private CompletableFuture<byte[]> submit(Asked asked) {
        var submission = new Submission(asked, new CompletableFuture<>());
        waiting.add(submission);
        if (ended) {
            silenceWaiting();
        }
        return submission.answer();
    }

    /** Finishes the group under way and closes the journal; also where it has not started. */
    void close() throws IOException {
        waiting.add(new Submission(new Asked.Stop(), new CompletableFuture<>()));
        Threads.join(thread);
        // A thread that never ran has left everybody waiting.
        ended = true;
        silenceWaiting();
        snapshots.close();
        journal.close();
    }

    private void run() {
        try {
            boolean running = true;
            while (running) {
                running = commitGroup();
            }
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the replica has stopped answering: a message could not be committed", e);
            onFailure.accept(e);
        } finally {
            ended = true;
            silenceWaiting();
        }
    }

    private void silenceWaiting() {
        for (Submission left = waiting.poll(); left != null; left = waiting.poll()) {
            left.answer().complete(SILENCE);
        }
    }

    /** Answers false when there will be no more. */
    private boolean commitGroup() throws IOException {
        Submission next = await();
        long start = journal.length();
        boolean running = true;
        try {
            committer.pulseIfDue();
            while (next != null && running) {
                running = handle(next);
                if (running) {
                    next = journal.length() - start < GROUP_BYTES ? waiting.poll() : null;
                }
            }
            journal.commit();
            answers.forEach(answer -> answer.to().complete(answer.frame()));
            snapshots.takeIfDue(state, journal);
        } finally {
            // Where the journal failed nobody may get an answer, nor wait for ever.
            answers.forEach(answer -> answer.to().complete(SILENCE));
            answers.clear();
            if (next != null) {
                next.answer().complete(SILENCE);
            }
        }
        return running;
    }

    private @Nullable Submission await() {
        try {
            return state.machine().pulseAt() == StateMachine.NEVER
                    ? waiting.take()
                    : waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread on purpose; close() is the way to end it.
            return null;
        }
    }

    /** Answers false when there will be no more. */
    private boolean handle(Submission submission) throws IOException {
        return switch (submission.asked()) {
            case Asked.Execute(Request request) -> {
                send(submission.answer(), committer.answer(request));
                yield true;
            }
            case Asked.EvictSession(U128 client) -> {
                send(submission.answer(), committer.evict(client));
                yield true;
            }
            case Asked.Stop() -> false;
        };
    }

    /** Also a stored reply waits for the force: its request may be in this very group. */
    private void send(CompletableFuture<byte[]> answer, byte[] frame) {
        answers.add(new Answer(answer, frame));
    }
}
