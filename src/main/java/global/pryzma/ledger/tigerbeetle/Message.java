package global.pryzma.ledger.tigerbeetle;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A piece of what travels to the cluster: the calls that were gathered for it. It may be sent more
 * than once, each time on another client; the first reply counts. Confined to the courier's thread.
 */
abstract sealed class Message {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private int attempts;
    private int attemptsUnderWay;
    private boolean abandoned;
    private boolean concluded;

    abstract Request request();

    /** Whether the message changes something, so that a late reply is worth waiting for. */
    abstract boolean writes();

    /** Whether any of the callers is still waiting. */
    abstract boolean isWanted();

    /** Gives every caller its part of the reply. */
    protected abstract void deliver(Reply reply);

    /** Tells every caller that nothing definite will be heard. */
    protected abstract void deliverNothing(String why);

    /** Whether a reply has been delivered, or none will ever be. */
    final boolean isConcluded() {
        return concluded;
    }

    /** Whether the message has been handed to one client only. */
    final boolean isFirstAttempt() {
        return attempts == 1;
    }

    /** To how many clients it was handed. */
    final int attempts() {
        return attempts;
    }

    final void attemptBegan() {
        attempts++;
        attemptsUnderWay++;
    }

    /** Notes that a client will not answer any more. */
    final void attemptFailed(String why) {
        attemptsUnderWay--;
        if (abandoned && attemptsUnderWay == 0) {
            giveUp(why);
        }
    }

    final void answered(Reply reply) {
        if (!concluded) {
            concluded = true;
            deliver(reply);
        }
    }

    /** Ends the attempts: no further one will be made, those under way may still be answered. */
    final void abandon(String why) {
        abandoned = true;
        if (attemptsUnderWay == 0) {
            giveUp(why);
        }
    }

    final void giveUp(String why) {
        if (!concluded) {
            concluded = true;
            deliverNothing(why);
        }
    }

    /** Calls of one kind. */
    static final class Group<E, A> extends Message {
        private final CallKind<E, A> kind;
        private final List<Call<E, A>> calls;
        private final Request request;
        private final long number = NUMBERS.incrementAndGet();

        Group(CallKind<E, A> kind, List<Call<E, A>> calls) {
            this.kind = kind;
            this.calls = calls;
            List<E> events = new ArrayList<>();
            calls.forEach(call -> events.addAll(call.events()));
            this.request = kind.request().apply(events);
        }

        CallKind<E, A> kind() {
            return kind;
        }

        /** Of all messages of this process, the how manieth it is. */
        long number() {
            return number;
        }

        List<Call<E, A>> calls() {
            return calls;
        }

        int size() {
            return calls.stream().mapToInt(Call::size).sum();
        }

        int largestCall() {
            return calls.stream().mapToInt(Call::size).max().orElse(0);
        }

        @Override
        Request request() {
            return request;
        }

        @Override
        boolean writes() {
            return kind.writes();
        }

        @Override
        boolean isWanted() {
            return calls.stream().anyMatch(call -> !call.behalf().deadline().isOver());
        }

        @Override
        protected void deliver(Reply reply) {
            List<Outcome<A>> outcomes =
                    kind.division().divide(reply, calls.stream().map(Call::events).toList());
            for (int i = 0; i < calls.size(); i++) {
                calls.get(i).travelledIn(this);
                calls.get(i).conclude(outcomes.get(i));
            }
        }

        @Override
        protected void deliverNothing(String why) {
            calls.forEach(call -> call.conclude(new Outcome.NoAnswer<>(why)));
        }
    }

    /** A question without a caller, to hear whether the cluster still answers. */
    static final class Heartbeat extends Message {
        private final Request question;

        Heartbeat(Request question) {
            this.question = question;
        }

        @Override
        Request request() {
            return question;
        }

        @Override
        boolean writes() {
            return false;
        }

        @Override
        boolean isWanted() {
            return false;
        }

        @Override
        protected void deliver(Reply reply) {}

        @Override
        protected void deliverNothing(String why) {}
    }
}
