package global.pryzma.ledger.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route whose answer is made while the client takes it, piece by piece: its length is not known
 * when it begins, and it may end without its end. The request's deadline is that of the first
 * piece; whoever makes the answer has a limit for the whole.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Streamed {
    /** What is in memory of such an answer at any time, at most. */
    int MAX_BYTES = 2 << 20;
}
