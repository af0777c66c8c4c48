package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.tigerbeetle.GenesisCheck.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A client on its way to be used: first it is opened (names resolved, the native part loaded), then
 * it must pass the genesis check, which is also the probe of the cluster. All of it happens on a
 * thread of its own and ends with one message to the courier, or silently once it was given up. An
 * outage of any length is just a long check.
 */
class Successor {
    enum State {
        OPENING,
        PROVING,
        PROVEN,
        FAILED,
        GIVEN_UP
    }

    /** The receiver of what became of a successor; called in the mailbox. */
    interface Listener {
        void onProven(Successor successor, ClusterClient client);

        void onWrongLedger(Successor successor);

        void onFailed(Successor successor, Throwable why);
    }

    private final ClusterClient.Opener opener;
    private final GenesisCheck genesis;
    private final Executor background;
    private final Executor mailbox;
    private final Listener listener;
    private State state = State.OPENING;
    private @Nullable ClusterClient client;

    Successor(
            ClusterClient.Opener opener,
            GenesisCheck genesis,
            Executor background,
            Executor mailbox,
            Listener listener) {
        this.opener = opener;
        this.genesis = genesis;
        this.background = background;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    void start() {
        background.execute(this::openAndProve);
    }

    /**
     * Whether the cluster has answered this client, though it has not passed its check yet: only
     * then is giving it up of use.
     */
    synchronized boolean isAnswered() {
        ClusterClient open = client;
        return state == State.PROVING && open != null && open.isAnswered();
    }

    /**
     * Ends the way to be used. The client is closed, now or as soon as it is open; one that the
     * cluster has not answered only after its first answer.
     */
    synchronized void giveUp() {
        if (state == State.OPENING || state == State.PROVING) {
            state = State.GIVEN_UP;
            close();
        }
    }

    private void openAndProve() {
        try {
            ClusterClient opened = opener.open();
            if (!opened(opened)) {
                opened.close();
                return;
            }
            Verdict verdict = genesis.check(opened);
            switch (verdict) {
                case RIGHT_LEDGER -> {
                    if (ended(State.PROVEN)) {
                        mailbox.execute(() -> listener.onProven(this, opened));
                    }
                }
                case WRONG_LEDGER -> {
                    if (ended(State.FAILED)) {
                        opened.close();
                        mailbox.execute(() -> listener.onWrongLedger(this));
                    }
                }
            }
        } catch (Throwable why) { // an Error too: else nobody would learn that it does not come
            if (ended(State.FAILED)) {
                close();
                mailbox.execute(() -> listener.onFailed(this, unwrapped(why)));
            }
        }
    }

    private synchronized boolean opened(ClusterClient opened) {
        if (state != State.OPENING) {
            return false;
        }
        client = opened;
        state = State.PROVING;
        return true;
    }

    private synchronized boolean ended(State end) {
        if (state == State.GIVEN_UP) {
            return false;
        }
        state = end;
        return true;
    }

    private synchronized void close() {
        ClusterClient open = client;
        if (open != null) {
            background.execute(open::close);
        }
    }

    private static Throwable unwrapped(Throwable why) {
        return why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
    }
}
