package global.pryzma.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

import global.pryzma.ledger.problem.ProblemCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code openapi.yaml}, and whether what the service does is what it says. Here responses may have
 * no field that is not described, although clients are told to expect new ones: a new field belongs
 * into the document first.
 */
public final class Contract {
    static final Path FILE = Path.of("openapi.yaml");

    /** Found before it is known which operation is asked for, or by what is the same for all. */
    static final Set<ProblemCode> OF_ANY_REQUEST =
            Set.of(
                    ProblemCode.MALFORMED_REQUEST,
                    ProblemCode.ROUTE_NOT_FOUND,
                    ProblemCode.METHOD_NOT_ALLOWED,
                    ProblemCode.NOT_ACCEPTABLE,
                    ProblemCode.BODY_TOO_LARGE,
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    ProblemCode.URI_TOO_LONG,
                    ProblemCode.HEADERS_TOO_LARGE,
                    ProblemCode.HTTP_VERSION_NOT_SUPPORTED,
                    ProblemCode.RATE_LIMITED);

    /** What the service keeps to, and clients need not know: they are told to take more. */
    private static final Map<String, String> PATTERNS_OF_ANSWERS =
            Map.of(
                    "Amount", "^(0|[1-9][0-9]{0,38})$",
                    "SignedAmount", "^(0|-?[1-9][0-9]{0,38})$",
                    "Counter", "^(0|[1-9][0-9]{0,38})$",
                    "Currency", "^[A-Z][A-Z0-9_]{2,15}$",
                    "Timestamp",
                            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{9}Z$");

    private static final String BASE = "https://pryzma.invalid/openapi.json";
    private static final Contract INSTANCE = new Contract();

    private final JsonNode document;
    private final SchemaRegistry schemas;

    private Contract() {
        try {
            document = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(FILE));
            JsonNode strict = document.deepCopy();
            closeObjects(strict.at("/components/schemas"));
            closeEnums(strict.at("/components/schemas"));
            PATTERNS_OF_ANSWERS.forEach((name, pattern) ->
                    ((ObjectNode) strict.at("/components/schemas/" + name))
                            .put("pattern", pattern));
            ObjectNode metadata = (ObjectNode) strict.at("/components/schemas/Metadata");
            metadata.setAll((ObjectNode) strict.at("/components/schemas/NewMetadata").deepCopy());
            metadata.put("minProperties", 1);
            ((ObjectNode) strict.at("/components/schemas/Program/properties/currencies"))
                    .put("minItems", 1);
            String text = new ObjectMapper().writeValueAsString(strict);
            schemas =
                    SchemaRegistry.withDefaultDialect(
                            SpecificationVersion.DRAFT_2020_12,
                            builder ->
                                    builder.schemas(Map.of(BASE, text))
                                            .schemaRegistryConfig(
                                                    SchemaRegistryConfig.builder()
                                                            .formatAssertionsEnabled(true)
                                                            .build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Contract get() {
        return INSTANCE;
    }

    JsonNode document() {
        return document;
    }

    /** A new value, too, belongs into the document first. */
    private static void closeEnums(JsonNode node) {
        if (node instanceof ObjectNode schema && schema.has("x-extensible-enum")) {
            schema.set("enum", schema.get("x-extensible-enum"));
        }
        node.forEach(Contract::closeEnums);
    }

    /** An object with described properties has no others. */
    private static void closeObjects(JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode schema
                    && schema.path("properties").isObject()
                    && !schema.has("additionalProperties")) {
                schema.put("unevaluatedProperties", false);
            }
            closeObjects(value);
        }
    }

    /**
     * Fails unless the response is one that the document describes for the operation.
     *
     * @param path with its query
     */
    public void check(String method, String path, HttpResponse<String> response) {
        String status = Integer.toString(response.statusCode());
        Optional<String> template = template(path);
        if (template.isEmpty()) {
            assertThat(response.body()).as(path).contains("route_not_found");
            return;
        }
        String what = method + " " + path + " -> " + status + " " + response.body();
        if (isOfAnyRequest(response)) {
            assertMatches(
                    what,
                    pointer(
                            "components",
                            "schemas",
                            isProblem(response) ? "Problem" : "ErrorResponse"),
                    response.body());
            return;
        }
        String operation = pointer("paths", template.get(), method.toLowerCase(Locale.ROOT));
        String exact = operation + pointer("responses", status);
        String described =
                follow(
                        at(exact).isMissingNode()
                                ? operation + pointer("responses", status.charAt(0) + "XX")
                                : exact);
        assertThat(at(described).isMissingNode()).as("undescribed: %s", what).isFalse();
        checkHeaders(what, described, response);
        String type =
                response.headers().firstValue("Content-Type").orElse("none").replaceAll(";.*", "");
        String content = described + pointer("content", type);
        assertThat(at(content).isMissingNode()).as("media type %s: %s", type, what).isFalse();
        if (type.endsWith("json")) {
            assertMatches(what, follow(content + "/schema"), response.body());
        }
        if (response.statusCode() >= 400) {
            assertShown(what, described + pointer("content", "application/json"), response.body());
        }
    }

    /** Whether it has a code that is described once, and that code's status. */
    private static boolean isOfAnyRequest(HttpResponse<String> response) {
        return response.statusCode() >= 400
                && OF_ANY_REQUEST.stream()
                        .anyMatch(code ->
                                code.status() == response.statusCode()
                                        && code.code()
                                                .equals(
                                                        read(response.body())
                                                                .path("error")
                                                                .asText()));
    }

    private static boolean isProblem(HttpResponse<String> response) {
        return response.headers()
                .firstValue("Content-Type")
                .orElse("")
                .startsWith("application/problem+json");
    }

    /** An error that an operation can give is among the examples of its response. */
    private void assertShown(String what, String jsonContent, String body) {
        if (at(jsonContent).isMissingNode()) {
            return; // health: its body says what is down, and is no error
        }
        JsonNode error = read(body).path("error");
        assertThat(examples(at(jsonContent)))
                .as(what)
                .extracting(example -> example.path("error"))
                .contains(error);
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The examples of a media type, a parameter or a header. */
    public static List<JsonNode> examples(JsonNode holder) {
        List<JsonNode> examples = new ArrayList<>();
        if (holder.has("example")) {
            examples.add(holder.get("example"));
        }
        holder.path("examples").forEach(example -> examples.add(example.get("value")));
        return examples;
    }

    /** Whether the document knows such a status of the operation. */
    public boolean describes(String method, String path, int status) {
        String operation =
                pointer("paths", template(path).orElseThrow(), method.toLowerCase(Locale.ROOT));
        return at(operation).path("responses").has(Integer.toString(status));
    }

    /** Fails unless the document describes such a request body, or none where there is none. */
    public void checkRequest(String method, String path, String json) {
        String operation =
                pointer("paths", template(path).orElseThrow(), method.toLowerCase(Locale.ROOT));
        if (json.isEmpty() && !at(operation).path("requestBody").path("required").asBoolean()) {
            return;
        }
        assertMatches(
                method + " " + path,
                follow(operation + pointer("requestBody", "content", "application/json", "schema")),
                json);
    }

    private void checkHeaders(String what, String described, HttpResponse<String> response) {
        for (Map.Entry<String, JsonNode> header : at(described + "/headers").properties()) {
            String pointer = follow(described + pointer("headers", header.getKey()));
            Optional<String> value = response.headers().firstValue(header.getKey());
            if (at(pointer).path("required").asBoolean()) {
                assertThat(value).as("%s: %s", header.getKey(), what).isPresent();
            }
            value.ifPresent(text ->
                    assertMatches(
                            header.getKey() + ": " + what,
                            follow(pointer + "/schema"),
                            asJson(text, at(follow(pointer + "/schema")))));
        }
    }

    /** The value of a header field, which is a text on the wire whatever it stands for. */
    private static String asJson(String field, JsonNode schema) {
        return schema.path("type").asText().equals("string")
                ? new ObjectMapper().valueToTree(field).toString()
                : field;
    }

    /** Fails unless the JSON is valid for the schema at the pointer. */
    void assertMatches(String what, String schemaPointer, String json) {
        assertThat(
                        schemas.getSchema(SchemaLocation.of(BASE + "#" + fragment(schemaPointer)))
                                .validate(json, InputFormat.JSON))
                .as(what)
                .isEmpty();
    }

    /** The path in the document that this one is an instance of; a literal one goes first. */
    private Optional<String> template(String path) {
        String plain = path.replaceAll("\\?.*", "");
        if (document.path("paths").has(plain)) {
            return Optional.of(plain);
        }
        for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
            if (plain.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    public JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** Where a reference points to, or the place itself. */
    String follow(String pointer) {
        JsonNode node = at(pointer);
        return node.path("$ref").isTextual() ? node.get("$ref").asText().substring(1) : pointer;
    }

    static String pointer(String... names) {
        StringBuilder pointer = new StringBuilder();
        for (String name : names) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    private static String fragment(String pointer) {
        return pointer.replace("{", "%7B").replace("}", "%7D").replace("+", "%2B");
    }

    /** All paths with their operations. */
    public Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> entry : path.getValue().properties()) {
                if (!entry.getKey().equals("parameters")) {
                    operations.put(
                            entry.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            entry.getValue());
                }
            }
        }
        return operations;
    }
}
