package global.pryzma.ledger.api;

/** The change of one field that a PATCH asks for. */
public sealed interface FieldChange<T> {
    /** The field is absent: the value stays. */
    record Kept<T>() implements FieldChange<T> {}

    /** The field is {@code null}: the value goes. */
    record Removed<T>() implements FieldChange<T> {}

    record Replaced<T>(T value) implements FieldChange<T> {}
}
