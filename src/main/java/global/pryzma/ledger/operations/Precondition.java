package global.pryzma.ledger.operations;

import java.util.Optional;

/** Something that an instance needs once, before requests are of any use to it. */
public interface Precondition {
    /** What is missing, in a sentence; empty when nothing is. */
    Optional<String> lacks();
}
