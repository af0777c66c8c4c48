package global.pryzma.ledger.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import global.pryzma.ledger.problem.ProblemCode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parts of {@code openapi.yaml} that follow from the catalogue of errors: the responses among
 * its components, and the schema {@code ErrorCode}.
 *
 * <p>What only a person can say is taken from the document as it stands: which responses there are,
 * what describes them, which codes each has, the {@code detail} and {@code errors} of its examples,
 * and the last column of the table of codes. All the rest is written anew, in one form; a comment
 * inside these parts would be lost.
 */
final class ErrorComponents {
    private static final String REQUEST_ID = "5f0c7a52-6a0e-4c9e-9a51-0d1f1f6c2b7d";

    /** What the fourth column of the table of codes says. */
    private static final String KEY_COLUMN =
            """
            `key` is what becomes of the idempotency key of a mutation: `free`, it is as unused as before;
            `used`, it stands for this answer, or for what it was used for first, for ever; `either`, `free`
            where the request alone says so, `used` where it follows from what may change (`GET
            /v1/idempotency-keys/{key}` tells: 404 if it is free); `open`, nothing is decided yet.
            """;

    /** A line of the table of codes, with its last column. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z_]+)` \\|[^|]*\\|[^|]*\\|[^|]*\\| (.*\\S) \\|$");

    private final List<String> lines;
    private final JsonNode document;

    private ErrorComponents(String text) throws IOException {
        this.lines = new ArrayList<>(text.lines().toList());
        this.document = new ObjectMapper(new YAMLFactory()).readTree(text);
    }

    /** The whole document, with these parts as the catalogue has them. */
    static String writtenInto(String text) throws IOException {
        ErrorComponents components = new ErrorComponents(text);
        components.replace("  responses:", components.responses());
        components.replace("    ErrorCode:", components.errorCode());
        return String.join("\n", components.lines) + "\n";
    }

    /** Puts a part in the place of what stands below its heading, in the components. */
    private void replace(String heading, List<String> part) {
        int components = lines.indexOf("components:");
        int from = components + lines.subList(components, lines.size()).indexOf(heading);
        int indent = heading.length() - heading.stripLeading().length();
        int to = from + 1;
        while (to < lines.size() && !lines.get(to).matches(" {0," + indent + "}\\S.*")) {
            to++;
        }
        lines.subList(from + 1, to).clear();
        lines.addAll(from + 1, part);
    }

    private List<String> errorCode() {
        Map<String, String> occasions = new HashMap<>();
        Matcher row =
                ROW.matcher(document.at("/components/schemas/ErrorCode/description").asText());
        while (row.find()) {
            occasions.put(row.group(1), row.group(2));
        }
        List<String> yaml = new ArrayList<>();
        yaml.add("      type: string");
        yaml.add("      description: |");
        KEY_COLUMN.lines().forEach(line -> yaml.add("        " + line));
        yaml.add("");
        yaml.add("        | code | status | repeat with the same key | key | when |");
        yaml.add("        |---|---|---|---|---|");
        for (ProblemCode code : ProblemCode.values()) {
            yaml.add(
                    "        | `%s` | %d | %s | %s | %s |"
                            .formatted(
                                    code.code(),
                                    code.status(),
                                    code.retryable() ? "yes" : "no",
                                    code.keyUse().word(),
                                    occasions.getOrDefault(code.code(), occasion(code))));
        }
        yaml.add("      x-extensible-enum:");
        Stream.of(ProblemCode.values()).forEach(code -> yaml.add("        - " + code.code()));
        return yaml;
    }

    /** What a new code's line says until somebody says it better. */
    private static String occasion(ProblemCode code) {
        return code.title().substring(0, 1).toLowerCase(Locale.ROOT) + code.title().substring(1);
    }

    private List<String> responses() {
        List<String> yaml = new ArrayList<>();
        document.at("/components/responses")
                .properties()
                .forEach(response -> {
                    yaml.add("    " + response.getKey() + ":");
                    yaml.addAll(response(response.getKey(), response.getValue()));
                });
        return yaml;
    }

    private static List<String> response(String name, JsonNode response) {
        JsonNode content = response.path("content");
        List<JsonNode> plain = Contract.examples(content.path("application/json"));
        List<ProblemCode> codes = plain.stream().map(example -> code(name, example)).toList();
        if (codes.stream().map(ProblemCode::status).distinct().count() != 1) {
            throw new IllegalArgumentException(name + " needs codes of one status: " + codes);
        }
        int status = codes.getFirst().status();
        List<String> yaml = new ArrayList<>();
        yaml.addAll(YamlText.field("description", response.path("description").asText(), 6));
        yaml.add("      headers:");
        yaml.add(header("Pryzma-Request-Id", "RequestId"));
        yaml.addAll(headers(status));
        yaml.add("      content:");
        yaml.add("        application/json:");
        yaml.add("          schema: {$ref: '#/components/schemas/ErrorResponse'}");
        yaml.addAll(plainExamples(codes));
        yaml.add("        application/problem+json:");
        yaml.add("          schema: {$ref: '#/components/schemas/Problem'}");
        List<JsonNode> shown = Contract.examples(content.path("application/problem+json"));
        yaml.addAll(problemExamples(shown.isEmpty() ? plain.subList(0, 1) : shown, name));
        return yaml;
    }

    private static ProblemCode code(String response, JsonNode example) {
        return Stream.of(ProblemCode.values())
                .filter(code -> code.code().equals(example.path("error").asText()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                response + " has an example of no code: " + example));
    }

    private static List<String> headers(int status) {
        return switch (status) {
            case 401, 403 -> List.of(header("WWW-Authenticate", "WwwAuthenticate"));
            case 404, 409, 422 ->
                    List.of(header("Pryzma-Idempotency-Replayed", "IdempotencyReplayed"));
            case 429, 502, 503 -> List.of(header("Retry-After", "RetryAfter"));
            default -> List.of();
        };
    }

    private static String header(String name, String component) {
        return "        %s: {$ref: '#/components/headers/%s'}".formatted(name, component);
    }

    private static List<String> plainExamples(List<ProblemCode> codes) {
        if (codes.size() == 1) {
            return List.of("          example: {error: %s}".formatted(codes.getFirst().code()));
        }
        List<String> yaml = new ArrayList<>();
        yaml.add("          examples:");
        for (ProblemCode code : codes) {
            yaml.add("            %1$s: {value: {error: %1$s}}".formatted(code.code()));
        }
        return yaml;
    }

    private static List<String> problemExamples(List<JsonNode> examples, String response) {
        List<String> yaml = new ArrayList<>();
        if (examples.size() == 1) {
            yaml.add("          example:");
            JsonNode example = examples.getFirst();
            yaml.addAll(problem(code(response, example), example, 12));
            return yaml;
        }
        yaml.add("          examples:");
        for (JsonNode example : examples) {
            ProblemCode code = code(response, example);
            yaml.add("            " + code.code() + ":");
            yaml.add("              value:");
            yaml.addAll(problem(code, example, 16));
        }
        return yaml;
    }

    private static List<String> problem(ProblemCode code, JsonNode example, int indent) {
        List<String> yaml = new ArrayList<>();
        yaml.add("type: /problems/" + code.code());
        yaml.add("title: " + YamlText.inBlock(code.title()));
        yaml.add("status: " + code.status());
        if (example.has("detail")) {
            yaml.add("detail: " + YamlText.inBlock(example.get("detail").asText()));
        }
        yaml.add("instance: urn:uuid:" + REQUEST_ID);
        yaml.add("error: " + code.code());
        yaml.add("error_id: " + code.errorId());
        yaml.add("request_id: " + REQUEST_ID);
        yaml.add("retryable: " + code.retryable());
        if (example.has("errors")) {
            yaml.add("errors:");
            for (JsonNode error : example.get("errors")) {
                yaml.add(
                        "  - {detail: %s, pointer: %s}"
                                .formatted(
                                        YamlText.inFlow(error.path("detail").asText()),
                                        YamlText.inFlow(error.path("pointer").asText())));
            }
        }
        return yaml.stream().map(line -> " ".repeat(indent) + line).toList();
    }
}
