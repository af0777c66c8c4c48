package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.AccountBuilder;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.AccountResult;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.LedgerId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;

/**
 * The check that every new client begins with: a lookup of the account that ties Postgres to one
 * ledger, and the writing of it at the very first contact. So it is also the proof that the cluster
 * answers.
 */
final class GenesisCheck {
    enum Verdict {
        RIGHT_LEDGER,
        WRONG_LEDGER
    }

    private static final long NO_FINGERPRINT = 1;
    private static final int ENCODING = 1;

    private final GenesisAccount genesis;
    private final Executor continuation;
    private volatile boolean knownAsWritten;
    private volatile @Nullable Request question;

    GenesisCheck(GenesisAccount genesis, Executor continuation) {
        this.genesis = genesis;
        this.continuation = continuation;
    }

    /** The question, which any client may ask at any time. The first to ask may wait for the id. */
    Request question() {
        Request known = question;
        if (known == null) {
            known = new Request.LookupAccounts(List.of(genesis.id()));
            question = known;
        }
        return known;
    }

    /** Whether the reply to the question proves that this is the right ledger. */
    boolean isFoundIn(Reply reply) {
        return reply instanceof Reply.Accounts accounts && !accounts.rows().isEmpty();
    }

    /**
     * The verdict on the client's ledger. Blocks until the cluster has answered or the client is
     * closed; not for the client's thread.
     *
     * @throws java.util.concurrent.CompletionException when there is no answer
     */
    Verdict check(ClusterClient client) {
        // Asked before the lookup: the other client may write the account in between.
        boolean written = isWritten();
        if (isFound(client)) {
            if (!written) {
                remember();
            }
            return Verdict.RIGHT_LEDGER;
        }
        return !written && writeFirst(client) ? Verdict.RIGHT_LEDGER : Verdict.WRONG_LEDGER;
    }

    /**
     * Writes the account at the very first contact, one client at a time, so that it is not written
     * a second time to a ledger that has been exchanged since the first.
     */
    private synchronized boolean writeFirst(ClusterClient client) {
        return isWritten() ? isFound(client) : write(client);
    }

    private boolean isFound(ClusterClient client) {
        return isFoundIn(client.send(question(), continuation).join());
    }

    private boolean isWritten() {
        if (!knownAsWritten) {
            knownAsWritten = genesis.isWritten();
        }
        return knownAsWritten;
    }

    private boolean write(ClusterClient client) {
        Request create = new Request.CreateAccounts(List.of(account(genesis.id())));
        Reply.Results results = (Reply.Results) client.send(create, continuation).join();
        int code = results.code(0);
        boolean there = code == 0 || code == AccountResult.EXISTS.code();
        if (there) {
            remember();
        }
        return there;
    }

    private void remember() {
        genesis.written();
        knownAsWritten = true;
    }

    /**
     * The genesis account's row. It never differs between two tries, and no request has made it.
     */
    static AccountFields account(LedgerId id) {
        return new AccountBuilder(id)
                .request(NO_FINGERPRINT, ENCODING)
                .ledger(GenesisAccount.LEDGER)
                .code(GenesisAccount.CODE)
                .build();
    }
}
