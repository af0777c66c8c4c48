package global.pryzma.ledger.security;

import java.io.IOException;

/** The finding that a file with a secret is open to others, with what to do about it. */
public final class ExposedFile extends IOException {
    ExposedFile(String message) {
        super(message);
    }
}
