package global.pryzma.replica.server;

import java.io.IOException;
import java.nio.file.Path;

/** There is nothing to read: no such folder, or neither a journal nor a snapshot in it. */
final class NoLedgerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoLedgerException(Path folder) {
        super("there is no ledger in " + folder + ": neither a journal nor a snapshot");
    }
}
