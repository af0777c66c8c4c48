package global.pryzma.ledger.workload;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** An answer that nothing explains, with what it was about. */
final class Mismatch extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final transient List<UUID> accounts;
    private final long answered;

    Mismatch(Sent sent, Collection<UUID> accounts, String what) {
        super(what + "\n  " + sent);
        this.accounts = List.copyOf(accounts);
        this.answered = sent.answered();
    }

    /** Of what the service shows in the end. */
    Mismatch(Collection<UUID> accounts, String what) {
        super(what);
        this.accounts = List.copyOf(accounts);
        this.answered = Long.MAX_VALUE;
    }

    /** Those that it is about. */
    List<UUID> accounts() {
        return accounts;
    }

    /** What was sent later can't have been its cause. */
    long answered() {
        return answered;
    }
}
