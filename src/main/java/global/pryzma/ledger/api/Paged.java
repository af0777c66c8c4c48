package global.pryzma.ledger.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route that answers with a list, and so takes the query of a {@link PageRequest}. Every other
 * route under {@code /v1} takes no query at all, or what {@link TakesQuery} says.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Paged {
    /** The query parameters that it knows besides those of every list. */
    String[] filters() default {};

    /** Those of them that are maps: {@code metadata} for {@code metadata[key]=value}. */
    String[] maps() default {};
}
