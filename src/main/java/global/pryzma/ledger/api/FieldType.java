package global.pryzma.ledger.api;

import global.pryzma.ledger.money.Amount;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** The form that a field's value must have, and what it then stands for. */
@FunctionalInterface
interface FieldType<T> {
    /** Empty for a value of another form, which is then among the errors. */
    Optional<T> read(JsonTree value, Place place, FieldErrors errors);

    /** A text of {@code min} to {@code max} characters (Unicode code points). */
    static FieldType<String> text(int min, int max) {
        return of(
                () ->
                        "must be a text of %s characters"
                                .formatted(min == 0 ? "at most " + max : min + " to " + max),
                value ->
                        value instanceof JsonTree.Text(String text) && fits(text, min, max)
                                ? Optional.of(text)
                                : Optional.empty());
    }

    static FieldType<UUID> uuid() {
        return ofText("must be a UUID", StrictUuid::parse);
    }

    /** Of money that moves: at least 1. */
    static FieldType<Amount> amount() {
        FieldType<Amount> any =
                ofText(
                        "must be a string of decimal digits in minor units, such as \"1050\", at"
                                + " most 2^128-2",
                        Amount::parse);
        return (value, pointer, errors) -> {
            Optional<Amount> amount = any.read(value, pointer, errors);
            return amount.filter(Amount::isZero).isPresent()
                    ? errors.add(pointer, "must be at least \"1\"")
                    : amount;
        };
    }

    /** A whole JSON number from {@code min} to {@code max}. */
    static FieldType<Long> whole(long min, long max) {
        return of(
                () -> "must be a whole number from " + min + " to " + max,
                value ->
                        value instanceof JsonTree.Whole(BigInteger number)
                                        && number.compareTo(BigInteger.valueOf(min)) >= 0
                                        && number.compareTo(BigInteger.valueOf(max)) <= 0
                                ? Optional.of(number.longValueExact())
                                : Optional.empty());
    }

    static FieldType<Boolean> truth() {
        return of(
                () -> "must be true or false",
                value ->
                        value instanceof JsonTree.Truth(boolean truth)
                                ? Optional.of(truth)
                                : Optional.empty());
    }

    /** One of the constants of {@code type}, by its name in lower case. */
    static <E extends Enum<E>> FieldType<E> constant(Class<E> type) {
        Choice<E> choice = Choice.of(type);
        return ofText(choice.rule(), choice::read);
    }

    /** A list of at most {@code maxItems} texts, no two of them the same. */
    static FieldType<List<String>> texts(int maxItems, FieldType<String> item) {
        return (value, place, errors) -> {
            if (!(value instanceof JsonTree.Array(List<JsonTree> items))
                    || items.size() > maxItems) {
                return errors.add(place, "must be a list of at most " + maxItems + " texts");
            }
            Set<String> texts = new LinkedHashSet<>();
            for (int i = 0; i < items.size(); i++) {
                Place below = place.below(i);
                item.read(items.get(i), below, errors)
                        .filter(text -> !texts.add(text))
                        .ifPresent(_ -> errors.add(below, "stands in the list already"));
            }
            return Optional.of(List.copyOf(texts));
        };
    }

    /** A list of {@code min} to {@code max} objects, each read with its place in the body. */
    static <T> FieldType<List<T>> objects(
            int min, int max, BiFunction<Map<String, JsonTree>, Place, T> item) {
        return (value, place, errors) -> {
            if (!(value instanceof JsonTree.Array(List<JsonTree> items))
                    || items.size() < min
                    || items.size() > max) {
                return errors.add(place, "must be a list of " + min + " to " + max + " objects");
            }
            List<T> read = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                Place below = place.below(i);
                if (items.get(i) instanceof JsonTree.Fields(Map<String, JsonTree> fields)) {
                    read.add(item.apply(fields, below));
                } else {
                    errors.add(below, "must be an object");
                }
            }
            return Optional.of(read);
        };
    }

    /** An object of at most {@code maxEntries} texts, in the order of the request. */
    static FieldType<Map<String, String>> textMap(
            int maxEntries, int maxKey, FieldType<String> entry) {
        return (value, place, errors) -> {
            if (!(value instanceof JsonTree.Fields(Map<String, JsonTree> entries))) {
                return errors.add(place, "must be an object whose values are texts");
            }
            if (entries.size() > maxEntries) {
                return errors.add(place, "must have at most " + maxEntries + " entries");
            }
            Map<String, String> map = new LinkedHashMap<>();
            entries.forEach((key, text) -> {
                Place below = place.below(key);
                if (!fits(key, 1, maxKey)) {
                    errors.add(below, "must have a key of 1 to " + maxKey + " characters");
                }
                entry.read(text, below, errors).ifPresent(it -> map.put(key, it));
            });
            return Optional.of(map);
        };
    }

    private static <T> FieldType<T> ofText(String rule, Function<String, Optional<T>> meaning) {
        return of(
                () -> rule,
                value ->
                        value instanceof JsonTree.Text(String text)
                                ? meaning.apply(text)
                                : Optional.empty());
    }

    /** The rule is only put into words for a value that breaks it. */
    private static <T> FieldType<T> of(
            Supplier<String> rule, Function<JsonTree, Optional<T>> meaning) {
        return (value, place, errors) -> {
            Optional<T> read = meaning.apply(value);
            return read.isPresent() ? read : errors.add(place, rule.get());
        };
    }

    private static boolean fits(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return length >= min && length <= max;
    }
}
