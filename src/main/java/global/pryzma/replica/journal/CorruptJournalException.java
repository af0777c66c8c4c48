package global.pryzma.replica.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal or a snapshot is damaged, cut or missing where it had been safe: the replica does not
 * start, because what it would serve is not what it acknowledged. Restore the folder from a copy,
 * or begin with an empty one.
 */
public final class CorruptJournalException extends IOException {
    private static final long serialVersionUID = 1;

    CorruptJournalException(Path file, long offset, String reason) {
        super("corrupt " + file + " at byte " + offset + ": " + reason);
    }
}
