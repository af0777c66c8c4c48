package global.pryzma.ledger.api;

import global.pryzma.ledger.ledger.TimeRange;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The request for a page, as the query of a list has it: how many items, from where, and with which
 * filters. A parameter that stands twice is refused; those that the list does not know, {@link
 * KnownQuery} has refused.
 */
public final class PageRequest {
    /** The most items of a page. */
    public static final int MAX_LIMIT = 100;

    /** The items of a page when the query does not say. */
    public static final int DEFAULT_LIMIT = 20;

    private static final String LIMIT = "limit";
    private static final String CURSOR = "cursor";

    /** The query parameters of every list. */
    static final Set<String> NAMES = Set.of(LIMIT, CURSOR);

    private final HttpRequest<?> request;
    private final int limit;

    private PageRequest(HttpRequest<?> request, int limit) {
        this.request = request;
        this.limit = limit;
    }

    /**
     * Reads the query of a route that is {@link Paged}.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public static PageRequest of(HttpRequest<?> request) {
        return new PageRequest(
                request,
                KnownQuery.one(request, LIMIT).map(PageRequest::parseLimit).orElse(DEFAULT_LIMIT));
    }

    /** How many items the page has at most, 1 to {@link #MAX_LIMIT}. */
    public int limit() {
        return limit;
    }

    /** Where the page begins, for {@link Cursors}; empty for the first page. */
    Optional<String> cursor() {
        return KnownQuery.one(request, CURSOR);
    }

    /** The parameters that there are beside those of every list. */
    public Set<String> filterNames() {
        Set<String> names = new TreeSet<>(request.getParameters().names());
        names.removeAll(NAMES);
        return names;
    }

    /** What is asked for beside the page: the same for the same question, and for no other. */
    public String filters() {
        Map<String, String> filters = new TreeMap<>();
        for (String name : filterNames()) {
            filter(name).ifPresent(text -> filters.put(name, text));
        }
        return String.valueOf(JsonColumns.ofTextMap(filters));
    }

    /** The text of a filter. */
    public Optional<String> filter(String name) {
        return KnownQuery.one(request, name);
    }

    /**
     * The text of a filter without which the list can't be had.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public String requiredFilter(String name) {
        return filter(name).orElseThrow(() -> invalid(name + " is required"));
    }

    /**
     * The id that a filter asks for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public Optional<UUID> uuidFilter(String name) {
        return KnownQuery.one(request, name)
                .map(text ->
                        StrictUuid.parse(text)
                                .orElseThrow(() -> invalid(name + " must be a UUID")));
    }

    /**
     * The text of a filter, of {@code min} to {@code max} characters.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public Optional<String> textFilter(String name, int min, int max) {
        Optional<String> text = filter(name);
        text.ifPresent(it -> requireText(it, name, min, max));
        return text;
    }

    /**
     * The constant that a filter names in lower case.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public <E extends Enum<E>> Optional<E> enumFilter(String name, Class<E> type) {
        return choiceFilter(name, Choice.of(type));
    }

    /**
     * What a filter says that is {@code true} or {@code false}.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public Optional<Boolean> truthFilter(String name) {
        return KnownQuery.truth(request, name);
    }

    /**
     * What a filter says that is one of a few texts.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public <T> Optional<T> choiceFilter(String name, Choice<T> choice) {
        return KnownQuery.choice(request, name, choice);
    }

    /**
     * The entries that a filter asks for, as {@code metadata[key]=value} does; they have the limits
     * of such a map in a body.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public SortedMap<String, String> mapFilter(String name) {
        MapParameter parameter = new MapParameter(name);
        SortedMap<String, String> entries = new TreeMap<>();
        for (String whole : request.getParameters().names()) {
            if (parameter.has(whole)) {
                String key = parameter.key(whole);
                requireText(key, "a key of " + name, 1, JsonBody.MAX_MAP_KEY);
                String value = KnownQuery.one(request, whole).orElse("");
                requireText(value, whole, 0, JsonBody.MAX_MAP_VALUE);
                entries.put(key, value);
            }
        }
        if (entries.size() > JsonBody.MAX_MAP_ENTRIES) {
            throw invalid(name + " has at most " + JsonBody.MAX_MAP_ENTRIES + " entries");
        }
        return entries;
    }

    private static void requireText(String text, String what, int min, int max) {
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max || text.indexOf('\0') >= 0) {
            throw invalid(what + " must be a text of " + min + " to " + max + " characters");
        }
    }

    /**
     * The moment that a filter names.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public Optional<Instant> timeFilter(String name) {
        return KnownQuery.time(request, name);
    }

    /**
     * The stretch of the ledger's time that the filters {@code from}, inclusive, and {@code to},
     * exclusive, ask for.
     *
     * @throws ProblemException {@link ProblemCode#INVALID_PARAMETER}
     */
    public TimeRange range() {
        Optional<Instant> from = timeFilter("from");
        Optional<Instant> to = timeFilter("to");
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw invalid("from must be before to");
        }
        // No row of the ledger is older than the epoch.
        return new TimeRange(
                Math.max(0, from.map(WireTime::epochNanos).orElse(0L)),
                to.map(end -> Math.max(1, WireTime.epochNanos(end))).orElse(0L));
    }

    private static int parseLimit(String text) {
        if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= MAX_LIMIT) {
            return Integer.parseInt(text);
        }
        throw invalid("limit must be a number from 1 to " + MAX_LIMIT);
    }

    private static ProblemException invalid(String detail) {
        return ProblemException.of(ProblemCode.INVALID_PARAMETER, detail);
    }
}
