package global.pryzma.ledger.api;

import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

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

    private static final FieldType<Map<String, String>> TEXT_MAP =
            FieldType.textMap(MAX_MAP_ENTRIES, MAX_MAP_KEY, FieldType.text(0, MAX_MAP_VALUE));
    private static final FieldType<UUID> UUID_TYPE = FieldType.uuid();
    private static final FieldType<Amount> AMOUNT = FieldType.amount();
    private static final FieldType<Boolean> TRUTH = FieldType.truth();
    private static final String ORGANISATION = "organisation_id";
    private static final UUID NO_UUID = new UUID(0, 0);

    private final Map<String, JsonTree> fields;

    /** The pointer to the object itself. */
    private final Place place;

    private final FieldErrors errors;

    /** The fields that were there and asked for, which are few. */
    private final List<String> asked = new ArrayList<>(6);

    private boolean organisationIsForeign;

    JsonBody(Map<String, JsonTree> fields, Place place, FieldErrors errors) {
        this.fields = fields;
        this.place = place;
        this.errors = errors;
    }

    /**
     * Reads a body.
     *
     * @param body UTF-8; null or empty when the request has none
     * @throws ProblemException {@link ProblemCode#INVALID_BODY} if it isn't one JSON object
     */
    public static JsonBody parse(byte @Nullable [] body) {
        if (tree(body == null ? new byte[0] : body)
                instanceof JsonTree.Fields(Map<String, JsonTree> fields)) {
            return new JsonBody(fields, Place.ROOT, new FieldErrors());
        }
        throw FieldErrors.invalidBody("", "the body must be a JSON object");
    }

    /**
     * The same for an operation that needs none: no body is one without fields. So is {@code null},
     * which generated clients send for one that was not set.
     */
    public static JsonBody parseOptional(byte[] body) {
        return body.length == 0 || tree(body) instanceof JsonTree.Null
                ? new JsonBody(Map.of(), Place.ROOT, new FieldErrors())
                : parse(body);
    }

    private static JsonTree tree(byte[] body) {
        try {
            return JsonTree.parse(body);
        } catch (JsonTree.Refused refused) {
            throw FieldErrors.invalidBody(refused.pointer(), String.valueOf(refused.getMessage()));
        }
    }

    /** A text of 1 to {@code maxLength} characters (Unicode code points). */
    public String requiredText(String name, int maxLength) {
        return required(name, FieldType.text(1, maxLength), "");
    }

    /** As {@link #requiredText}, but the field may be absent. */
    public Optional<String> optionalText(String name, int maxLength) {
        return fields.containsKey(name)
                ? optional(name, FieldType.text(1, maxLength))
                : Optional.empty();
    }

    /** A text {@code 8-4-4-4-12} of hex digits. */
    public UUID requiredUuid(String name) {
        return quickly(name, StrictUuid::parse).orElseGet(() -> required(name, UUID_TYPE, NO_UUID));
    }

    /** As {@link #requiredUuid}, but the field may be absent. */
    public Optional<UUID> optionalUuid(String name) {
        return optional(name, UUID_TYPE);
    }

    /**
     * An amount in minor units, 0 to 2^128-2, as a text of digits; a JSON number is ill-typed,
     * because most readers of JSON would round it.
     */
    public Amount requiredAmount(String name) {
        return quickly(name, Amount::parse)
                .filter(amount -> !amount.isZero())
                .orElseGet(() -> required(name, AMOUNT, Amount.ZERO));
    }

    /** What a text stands for; empty where something is wrong, which is to be looked at closely. */
    private <T> Optional<T> quickly(String name, Function<String, Optional<T>> meaning) {
        Optional<T> read =
                fields.get(name) instanceof JsonTree.Text(String text)
                        ? meaning.apply(text)
                        : Optional.empty();
        if (read.isPresent()) {
            ask(name);
        }
        return read;
    }

    /** As {@link #requiredAmount}, but the field may be absent. */
    public Optional<Amount> optionalAmount(String name) {
        return optional(name, AMOUNT);
    }

    /** A whole JSON number from {@code min} to {@code max}; the field may be absent. */
    public OptionalInt optionalInt(String name, int min, int max) {
        return optional(name, FieldType.whole(min, max))
                .map(number -> OptionalInt.of(Math.toIntExact(number)))
                .orElseGet(OptionalInt::empty);
    }

    /** As {@link #optionalInt}, for larger ones. */
    public OptionalLong optionalLong(String name, long min, long max) {
        return optional(name, FieldType.whole(min, max))
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }

    /** {@code true} or {@code false}; the field may be absent. */
    public Optional<Boolean> optionalBoolean(String name) {
        return optional(name, TRUTH);
    }

    /** {@code true} or {@code false}. */
    public boolean requiredBoolean(String name) {
        return required(name, TRUTH, false);
    }

    /** One of the constants of {@code type}, by its name in lower case. */
    public <E extends Enum<E>> E requiredEnum(String name, Class<E> type) {
        return required(name, FieldType.constant(type), type.getEnumConstants()[0]);
    }

    /** As {@link #requiredEnum}, but the field may be absent. */
    public <E extends Enum<E>> Optional<E> optionalEnum(String name, Class<E> type) {
        return optional(name, FieldType.constant(type));
    }

    /**
     * An object whose values are texts, such as {@code metadata}: at most {@link #MAX_MAP_ENTRIES}
     * entries, keys of 1 to {@link #MAX_MAP_KEY} characters, values of 0 to {@link #MAX_MAP_VALUE}.
     * Empty when the field is absent. Keeps the order of the request.
     */
    public Map<String, String> optionalTextMap(String name) {
        return optional(name, TEXT_MAP).orElse(Map.of());
    }

    /**
     * A list of at most {@link #MAX_LIST_ITEMS} different texts of 1 to {@code maxLength}
     * characters. Empty when the field is absent: some clients send an empty list for one that was
     * not set.
     */
    public List<String> optionalTextList(String name, int maxLength) {
        return optional(name, FieldType.texts(MAX_LIST_ITEMS, FieldType.text(1, maxLength)))
                .orElse(List.of());
    }

    /**
     * A list of {@code min} to {@code max} objects. What is wrong with one of them is among the
     * errors of this body.
     *
     * @param item reads the fields of one; whatever else it has is refused
     */
    public <T> List<T> requiredObjects(String name, int min, int max, Function<JsonBody, T> item) {
        FieldType<List<T>> type =
                FieldType.objects(
                        min,
                        max,
                        (itemFields, below) -> {
                            JsonBody body = new JsonBody(itemFields, below, errors);
                            T read = item.apply(body);
                            body.refuseUnknown();
                            return read;
                        });
        return required(name, type, List.of());
    }

    /** As {@link #optionalText}, but {@code null} removes the text that there was. */
    public FieldChange<String> textChange(String name, int maxLength) {
        return change(name, FieldType.text(1, maxLength));
    }

    /**
     * As {@link #optionalTextMap}, but in place of the whole map that there was; {@code null}
     * removes it. An empty one is as good as none: some clients send it for one that was not set,
     * and would lose what there was.
     */
    public FieldChange<Map<String, String>> textMapChange(String name) {
        FieldChange<Map<String, String>> change = change(name, TEXT_MAP);
        return change instanceof FieldChange.Replaced<Map<String, String>>(var map) && map.isEmpty()
                ? new FieldChange.Kept<>()
                : change;
    }

    /** As {@link #optionalInt}, but {@code null} removes the number that there was. */
    public FieldChange<Integer> wholeChange(String name, int min, int max) {
        return change(name, FieldType.whole(min, max)).map(Math::toIntExact);
    }

    /**
     * An object with fields of its own, which may be absent. Its fields are read as those of the
     * body are; unknown ones are refused.
     */
    public void optionalObject(String name, Consumer<JsonBody> reading) {
        Optional<JsonTree> value = value(name);
        if (value.isEmpty()) {
            return;
        }
        if (value.get() instanceof JsonTree.Fields(Map<String, JsonTree> inner)) {
            JsonBody object = new JsonBody(inner, placeOf(name), errors);
            reading.accept(object);
            object.refuseUnknown();
        } else {
            errors.add(placeOf(name), "must be an object");
        }
    }

    /**
     * The optional field {@code organisation_id}. {@link #done()} then refuses one that is not a
     * UUID with {@link ProblemCode#INVALID_ORG_ID}, and one that is not {@code own} with {@link
     * ProblemCode#NOT_FOUND}: to a caller, other organisations do not exist.
     */
    public void optionalOwnOrganisation(UUID own) {
        organisationIsForeign =
                optionalUuid(ORGANISATION).filter(id -> !id.equals(own)).isPresent();
    }

    /** A field that the thing has, but that can't be in this request; the detail says why. */
    public void refuse(String name, String detail) {
        if (value(name).isPresent()) {
            errors.add(placeOf(name), detail);
        }
    }

    /** A rule of the feature's own, about a field that was read. */
    public void check(boolean holds, String name, String detail) {
        // A field that is wrong already holds a stand-in: judging that would only confuse.
        if (!holds && !errors.isAt(placeOf(name))) {
            errors.add(placeOf(name), detail);
        }
    }

    /** A rule of the feature's own, about the body as a whole. */
    public void check(boolean holds, String detail) {
        if (!holds && errors.isEmpty()) {
            errors.add(Place.ROOT, detail);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException with every field that is wrong, missing or unknown
     */
    public void done() {
        boolean organisationIsNoUuid = errors.isAt(placeOf(ORGANISATION));
        refuseUnknown();
        if (organisationIsNoUuid) {
            throw errors.problem(ProblemCode.INVALID_ORG_ID, ProblemCode.INVALID_ORG_ID.title());
        }
        if (!errors.isEmpty()) {
            throw errors.invalidBody();
        }
        if (organisationIsForeign) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "There is no such organisation");
        }
    }

    /** Notes the fields that nobody asked for. */
    void refuseUnknown() {
        if (asked.size() == fields.size()) {
            return;
        }
        for (String name : fields.keySet()) {
            if (!asked.contains(name)) {
                errors.add(placeOf(name), "is not a field of this operation");
            }
        }
    }

    private <T> T required(String name, FieldType<T> type, T standIn) {
        Optional<JsonTree> value = value(name);
        if (value.isEmpty()) {
            errors.add(placeOf(name), "is required");
        }
        return value.flatMap(it -> type.read(it, placeOf(name), errors)).orElse(standIn);
    }

    private <T> Optional<T> optional(String name, FieldType<T> type) {
        return value(name).flatMap(it -> type.read(it, placeOf(name), errors));
    }

    private <T> FieldChange<T> change(String name, FieldType<T> type) {
        return value(name).filter(JsonTree.Null.class::isInstance).isPresent()
                ? new FieldChange.Removed<>()
                : optional(name, type)
                        .<FieldChange<T>>map(FieldChange.Replaced::new)
                        .orElseGet(FieldChange.Kept::new);
    }

    private Optional<JsonTree> value(String name) {
        JsonTree value = fields.get(name);
        if (value != null) {
            ask(name);
        }
        return Optional.ofNullable(value);
    }

    private void ask(String name) {
        if (!asked.contains(name)) {
            asked.add(name);
        }
    }

    private Place placeOf(String name) {
        return place.below(name);
    }
}
