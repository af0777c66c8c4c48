package global.pryzma.ledger.http.wire;

import global.pryzma.ledger.problem.ProblemRenderer;

import io.micronaut.http.HttpRequest;

import java.util.List;
import java.util.Locale;

/**
 * The judgement of an {@code Accept} header (RFC 9110, section 12.5.1) on the two forms that we
 * have.
 *
 * @param json the weight of {@code application/json}, in thousandths; 0 is "not at all"
 * @param problemJson the same of {@code application/problem+json}, which no wildcard stands for
 */
public record Acceptable(int json, int problemJson) {
    private static final int FULL = 1000;

    private static final Acceptable ANYTHING = new Acceptable(FULL, 0);

    /** What the client of a request takes. */
    public static Acceptable of(HttpRequest<?> request) {
        return WholeRequest.behind(request).map(WholeRequest::acceptable).orElse(ANYTHING);
    }

    static Acceptable of(List<String> headers) {
        return headers.isEmpty() ? ANYTHING : of(String.join(",", headers));
    }

    static Acceptable of(String header) {
        // The most specific range that names a form decides, wherever it stands.
        int json = 0;
        int jsonSpecificity = -1;
        int problemJson = 0;
        boolean empty = true;
        for (String range : header.split(",")) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip().toLowerCase(Locale.ROOT);
            if (type.isEmpty()) {
                continue;
            }
            empty = false;
            int weight = weight(parts);
            if (type.equals(ProblemRenderer.PROBLEM_JSON)) {
                problemJson = weight;
            }
            int specificity =
                    switch (type) {
                        case ProblemRenderer.JSON -> 2;
                        case "application/*" -> 1;
                        case "*/*" -> 0;
                        default -> -1;
                    };
            if (specificity > jsonSpecificity) {
                jsonSpecificity = specificity;
                json = weight;
            }
        }
        return empty ? ANYTHING : new Acceptable(json, problemJson);
    }

    /** Whether errors should be RFC 9457; who likes both forms equally gets the plain one. */
    public boolean prefersProblemJson() {
        return problemJson > json;
    }

    /**
     * Whether there is a form at all. Who only takes problem details is given the JSON of a success
     * all the same: there is nothing else to give.
     */
    public boolean any() {
        return json > 0 || problemJson > 0;
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
