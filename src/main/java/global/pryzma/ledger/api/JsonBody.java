package global.pryzma.ledger.api;

import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JSON object that a request carries, read field by field.
 *
 * <p>Wrong fields are collected, and {@link #done()} refuses them all at once, together with fields
 * that nobody asked for. Until then a method that found a wrong field returns a stand-in, so {@code
 * done()} comes before anything is done with a value. {@code null} is no value: an optional field
 * is left out; only a change ({@link FieldChange}) reads it, as "remove".
 */
public final class JsonBody {
    /** The most entries that a map of texts may have. */
    public static final int MAX_MAP_ENTRIES = 50;

    /** The longest key in a map of texts, in characters. */
    public static final int MAX_MAP_KEY = 64;

    /** The longest value in a map of texts, in characters. */
    public static final int MAX_MAP_VALUE = 500;

    /** The most items that a list of texts may have. */
    public static final int MAX_LIST_ITEMS = 100;

    private static final UUID NO_UUID = new UUID(0, 0);

    private final Map<String, JsonTree> fields;
    private final Set<String> asked = new HashSet<>();
    private final List<FieldError> errors = new ArrayList<>();
    private boolean organisationIsNoUuid;
    private boolean organisationIsForeign;

    private JsonBody(Map<String, JsonTree> fields) {
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * @param body UTF-8; null or empty when the request has none
     * @throws ProblemException {@link ProblemCode#INVALID_BODY} if it isn't one JSON object
     */
    public static JsonBody parse(byte @Nullable [] body) {
        try {
            if (JsonTree.parse(body == null ? new byte[0] : body)
                    instanceof JsonTree.Fields(Map<String, JsonTree> fields)) {
                return new JsonBody(fields);
            }
            throw invalid(List.of(new FieldError("the body must be a JSON object", "")));
        } catch (JsonTree.Refused refused) {
            throw invalid(
                    List.of(
                            new FieldError(
                                    String.valueOf(refused.getMessage()), refused.pointer())));
        }
    }

    /** A text of 1 to {@code maxLength} characters (Unicode code points). */
    public String requiredText(String name, int maxLength) {
        return required(name).flatMap(value -> text(name, value, maxLength)).orElse("");
    }

    /** As {@link #requiredText}, but the field may be absent. */
    public Optional<String> optionalText(String name, int maxLength) {
        return optional(name).flatMap(value -> text(name, value, maxLength));
    }

    /** A text {@code 8-4-4-4-12} of hex digits. */
    public UUID requiredUuid(String name) {
        return required(name).flatMap(value -> uuid(name, value)).orElse(NO_UUID);
    }

    /** As {@link #requiredUuid}, but the field may be absent. */
    public Optional<UUID> optionalUuid(String name) {
        return optional(name).flatMap(value -> uuid(name, value));
    }

    /**
     * An amount in minor units, 0 to 2^128-2, as a text of digits; a JSON number is ill-typed,
     * because most readers of JSON would round it.
     */
    public Amount requiredAmount(String name) {
        return required(name).flatMap(value -> amount(name, value)).orElse(Amount.ZERO);
    }

    /** As {@link #requiredAmount}, but the field may be absent. */
    public Optional<Amount> optionalAmount(String name) {
        return optional(name).flatMap(value -> amount(name, value));
    }

    /** A whole JSON number from {@code min} to {@code max}; the field may be absent. */
    public OptionalInt optionalInt(String name, int min, int max) {
        Optional<JsonTree> value = optional(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (value.get() instanceof JsonTree.Whole(BigInteger number)
                && number.compareTo(BigInteger.valueOf(min)) >= 0
                && number.compareTo(BigInteger.valueOf(max)) <= 0) {
            return OptionalInt.of(number.intValueExact());
        }
        wrong(name, "must be a whole number from " + min + " to " + max);
        return OptionalInt.empty();
    }

    /** {@code true} or {@code false}; the field may be absent. */
    public Optional<Boolean> optionalBoolean(String name) {
        return optional(name)
                .flatMap(value ->
                        value instanceof JsonTree.Truth(boolean truth)
                                ? Optional.of(truth)
                                : wrong(name, "must be true or false"));
    }

    /** One of the constants of {@code type}, by its name in lower case. */
    public <E extends Enum<E>> E requiredEnum(String name, Class<E> type) {
        return required(name)
                .flatMap(value -> constant(name, value, type))
                .orElse(type.getEnumConstants()[0]);
    }

    /** As {@link #requiredEnum}, but the field may be absent. */
    public <E extends Enum<E>> Optional<E> optionalEnum(String name, Class<E> type) {
        return optional(name).flatMap(value -> constant(name, value, type));
    }

    /**
     * An object whose values are texts, such as {@code metadata}: at most {@link #MAX_MAP_ENTRIES}
     * entries, keys of 1 to {@link #MAX_MAP_KEY} characters, values of 0 to {@link #MAX_MAP_VALUE}.
     * Empty when the field is absent. Keeps the order of the request.
     */
    public Map<String, String> optionalTextMap(String name) {
        Optional<JsonTree> value = optional(name);
        if (value.isEmpty()) {
            return Map.of();
        }
        if (!(value.get() instanceof JsonTree.Fields(Map<String, JsonTree> entries))) {
            wrong(name, "must be an object whose values are texts");
            return Map.of();
        }
        if (entries.size() > MAX_MAP_ENTRIES) {
            wrong(name, "must have at most " + MAX_MAP_ENTRIES + " entries");
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            String pointer = JsonTree.below(JsonTree.below("", name), key);
            if (!fits(key, 1, MAX_MAP_KEY)) {
                wrongAt(pointer, "must have a key of 1 to " + MAX_MAP_KEY + " characters");
            }
            if (entry instanceof JsonTree.Text(String text) && fits(text, 0, MAX_MAP_VALUE)) {
                map.put(key, text);
            } else {
                wrongAt(pointer, "must be a text of at most " + MAX_MAP_VALUE + " characters");
            }
        });
        return map;
    }

    /** As {@link #optionalText}, but {@code null} removes the text that there was. */
    public FieldChange<String> textChange(String name, int maxLength) {
        return isNull(name)
                ? new FieldChange.Removed<>()
                : optionalText(name, maxLength)
                        .<FieldChange<String>>map(FieldChange.Replaced::new)
                        .orElseGet(FieldChange.Kept::new);
    }

    /**
     * As {@link #optionalTextMap}, but in place of the whole map that there was; {@code null}
     * removes it, and an empty one does the same.
     */
    public FieldChange<Map<String, String>> textMapChange(String name) {
        if (isNull(name)) {
            return new FieldChange.Removed<>();
        }
        Map<String, String> map = optionalTextMap(name);
        if (!map.isEmpty()) {
            return new FieldChange.Replaced<>(map);
        }
        return fields.containsKey(name) ? new FieldChange.Removed<>() : new FieldChange.Kept<>();
    }

    /**
     * A list of 1 to {@link #MAX_LIST_ITEMS} texts of 1 to {@code maxLength} characters. Empty when
     * the field is absent, and only then.
     */
    public List<String> optionalTextList(String name, int maxLength) {
        Optional<JsonTree> value = optional(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof JsonTree.Array(List<JsonTree> items))
                || items.isEmpty()
                || items.size() > MAX_LIST_ITEMS) {
            // "None" would be taken for "any", which is what absence says.
            wrong(name, "must be a list of 1 to " + MAX_LIST_ITEMS + " texts");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof JsonTree.Text(String text) && fits(text, 1, maxLength)) {
                texts.add(text);
            } else {
                wrongAt(
                        JsonTree.below(JsonTree.below("", name), Integer.toString(i)),
                        "must be a text of 1 to " + maxLength + " characters");
            }
        }
        return texts;
    }

    /**
     * The optional field {@code organisation_id}. {@link #done()} then refuses one that is not a
     * UUID with {@link ProblemCode#INVALID_ORG_ID}, and one that is not {@code own} with {@link
     * ProblemCode#NOT_FOUND}: to a caller, other organisations do not exist.
     */
    public void optionalOwnOrganisation(UUID own) {
        String name = "organisation_id";
        Optional<JsonTree> value = optional(name);
        if (value.isPresent()) {
            Optional<UUID> id =
                    value.get() instanceof JsonTree.Text(String text)
                            ? StrictUuid.parse(text)
                            : Optional.empty();
            organisationIsNoUuid = id.isEmpty();
            organisationIsForeign = id.isPresent() && !id.get().equals(own);
            if (organisationIsNoUuid) {
                wrong(name, "must be a UUID");
            }
        }
    }

    /** A rule of the feature's own, about a field that was read. */
    public void check(boolean holds, String name, String detail) {
        if (!holds) {
            String pointer = JsonTree.below("", name);
            // A field that is wrong already holds a stand-in: judging that would only confuse.
            if (errors.stream().noneMatch(error -> error.pointer().equals(pointer))) {
                wrongAt(pointer, detail);
            }
        }
    }

    /** A rule of the feature's own, about the body as a whole. */
    public void check(boolean holds, String detail) {
        if (!holds && errors.isEmpty()) {
            wrongAt("", detail);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException with every field that is wrong, missing or unknown
     */
    public void done() {
        for (String name : fields.keySet()) {
            if (!asked.contains(name)) {
                wrong(name, "is not a field of this operation");
            }
        }
        if (organisationIsNoUuid) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.INVALID_ORG_ID,
                            ProblemCode.INVALID_ORG_ID.title(),
                            errors));
        }
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        if (organisationIsForeign) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no such organisation");
        }
    }

    private Optional<JsonTree> required(String name) {
        Optional<JsonTree> value = optional(name);
        return value.isPresent() ? value : wrong(name, "is required");
    }

    private boolean isNull(String name) {
        asked.add(name);
        return fields.get(name) instanceof JsonTree.Null;
    }

    private Optional<JsonTree> optional(String name) {
        asked.add(name);
        return Optional.ofNullable(fields.get(name));
    }

    private Optional<String> text(String name, JsonTree value, int maxLength) {
        return value instanceof JsonTree.Text(String text) && fits(text, 1, maxLength)
                ? Optional.of(text)
                : wrong(name, "must be a text of 1 to " + maxLength + " characters");
    }

    private Optional<UUID> uuid(String name, JsonTree value) {
        Optional<UUID> id =
                value instanceof JsonTree.Text(String text)
                        ? StrictUuid.parse(text)
                        : Optional.empty();
        return id.isPresent() ? id : wrong(name, "must be a UUID");
    }

    private Optional<Amount> amount(String name, JsonTree value) {
        Optional<Amount> amount =
                value instanceof JsonTree.Text(String text) ? Amount.parse(text) : Optional.empty();
        return amount.isPresent()
                ? amount
                : wrong(
                        name,
                        "must be a string of decimal digits in minor units, such as \"1050\", at"
                                + " most 2^128-2");
    }

    private <E extends Enum<E>> Optional<E> constant(String name, JsonTree value, Class<E> type) {
        for (E constant : type.getEnumConstants()) {
            if (value instanceof JsonTree.Text(String text) && text.equals(wire(constant))) {
                return Optional.of(constant);
            }
        }
        return wrong(
                name,
                Stream.of(type.getEnumConstants())
                        .map(JsonBody::wire)
                        .collect(Collectors.joining(", ", "must be one of ", "")));
    }

    private static String wire(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static boolean fits(String text, int min, int max) {
        int length = text.codePointCount(0, text.length());
        return length >= min && length <= max;
    }

    private <T> Optional<T> wrong(String name, String detail) {
        wrongAt(JsonTree.below("", name), detail);
        return Optional.empty();
    }

    private void wrongAt(String pointer, String detail) {
        errors.add(new FieldError(detail, pointer));
    }

    private static ProblemException invalid(List<FieldError> errors) {
        FieldError first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        String place = first.pointer().isEmpty() ? "" : first.pointer() + " ";
        return new ProblemException(
                new Problem(ProblemCode.INVALID_BODY, place + first.detail() + more, errors));
    }
}
