package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.http.HttpRequest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The judgement of an {@code Accept} header (RFC 9110, section 12.5.1) on the forms that we have.
 *
 * @param ranges in the order in which they stand there
 */
public record Acceptable(List<Range> ranges) {
    private static final int FULL = 1000;

    private static final Acceptable ANYTHING = new Acceptable(List.of(new Range("*/*", FULL)));

    /**
     * A media range.
     *
     * @param type in small letters, without parameters
     * @param weight in thousandths; 0 is "not at all"
     */
    record Range(String type, int weight) {
        /** How closely it names a media type; negative if it does not. */
        private int specificity(String mediaType) {
            return type.equals(mediaType)
                    ? 2
                    : type.equals("*/*")
                            ? 0
                            : type.endsWith("/*")
                                            && mediaType.startsWith(
                                                    type.substring(0, type.length() - 1))
                                    ? 1
                                    : -1;
        }
    }

    public Acceptable {
        ranges = List.copyOf(ranges);
    }

    /** What the client of a request takes. */
    public static Acceptable of(HttpRequest<?> request) {
        return WholeRequest.behind(request).map(WholeRequest::acceptable).orElse(ANYTHING);
    }

    static Acceptable of(List<String> headers) {
        return headers.isEmpty() ? ANYTHING : of(String.join(",", headers));
    }

    static Acceptable of(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String range : header.split(",")) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (!type.isEmpty()) {
                ranges.add(new Range(type, weight(parts)));
            }
        }
        return ranges.isEmpty() ? ANYTHING : new Acceptable(ranges);
    }

    /**
     * The one of these media types that is liked best; of several the first. Who only takes problem
     * details is given the first all the same: there is nothing else to give of a success.
     */
    public Optional<String> best(List<String> offered) {
        String best = null;
        int weight = 0;
        for (String mediaType : offered) {
            int own = weight(mediaType);
            if (own > weight) {
                best = mediaType;
                weight = own;
            }
        }
        return best == null && problemJson() > 0
                ? Optional.of(offered.getFirst())
                : Optional.ofNullable(best);
    }

    /** Whether errors should be RFC 9457; who likes both forms equally gets the plain one. */
    public boolean prefersProblemJson() {
        return problemJson() > weight(ProblemRenderer.JSON);
    }

    /** The most specific range that names a form decides, wherever it stands. */
    private int weight(String mediaType) {
        int weight = 0;
        int specificity = -1;
        for (Range range : ranges) {
            int own = range.specificity(mediaType);
            if (own > specificity) {
                specificity = own;
                weight = range.weight();
            }
        }
        return weight;
    }

    /** No wildcard stands for it. */
    private int problemJson() {
        return ranges.stream()
                .filter(range -> range.type().equals(ProblemRenderer.PROBLEM_JSON))
                .findFirst()
                .map(Range::weight)
                .orElse(0);
    }

    /** The weight of a media range; a malformed one counts as the default. */
    private static int weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.matches("q\\s*=\\s*(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")) {
                String digits = parameter.substring(parameter.indexOf('=') + 1).strip();
                String thousandths = digits.replace(".", "") + "000";
                return Integer.parseInt(thousandths.substring(0, 4));
            }
        }
        return FULL;
    }
}
