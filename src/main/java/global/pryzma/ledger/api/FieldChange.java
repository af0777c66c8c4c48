package global.pryzma.ledger.api;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/** The change of one field that a PATCH asks for. */
public sealed interface FieldChange<T> {
    /** The field is absent: the value stays. */
    record Kept<T>() implements FieldChange<T> {}

    /** The field is {@code null}: the value goes. */
    record Removed<T>() implements FieldChange<T> {}

    record Replaced<T>(T value) implements FieldChange<T> {}

    /** The value once it is done; null for none. */
    default @Nullable T appliedTo(@Nullable T before) {
        return switch (this) {
            case Kept<T>() -> before;
            case Removed<T>() -> null;
            case Replaced<T>(T value) -> value;
        };
    }

    /** The same change of a value that is seen in another way. */
    default <S> FieldChange<S> map(Function<T, S> view) {
        return switch (this) {
            case Kept<T>() -> new Kept<>();
            case Removed<T>() -> new Removed<>();
            case Replaced<T>(T value) -> new Replaced<>(view.apply(value));
        };
    }
}
