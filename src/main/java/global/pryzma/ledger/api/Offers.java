package global.pryzma.ledger.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route whose answer is to be had in several media types, of which the controller is told the one
 * that was chosen: {@link ChosenForm}. Every other route answers in JSON.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Offers {
    /** Without parameters; the first is for who likes several equally. */
    String[] value();
}
