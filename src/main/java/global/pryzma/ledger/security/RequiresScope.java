package global.pryzma.ledger.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scope that a caller needs for a route. Every route under {@code /v1} has one; a test holds
 * it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresScope {
    /**
     * The scopes of which one is enough; where there are several, the use case judges by what it
     * finds.
     */
    Scope[] value() default {};

    /**
     * Whether the scope of any mutation is enough: the route is about what some mutation has done,
     * and its use case judges by which one it was.
     */
    boolean ofAnyMutation() default false;
}
