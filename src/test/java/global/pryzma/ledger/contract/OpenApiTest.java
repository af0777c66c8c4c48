package global.pryzma.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.problem.ProblemCode;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The document alone: valid, consistent, and with the same errors as the code. */
class OpenApiTest {
    private static final Pattern CODE_ROW =
            Pattern.compile(
                    "(?m)^\\| `([a-z_]+)` \\| (\\d{3}) \\| (yes|no) \\| (free|used|either|open) \\|"
                            + " \\S.*\\|$");

    private final Contract contract = Contract.get();

    @Test
    void itIsValid() throws Exception {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result =
                new OpenAPIV3Parser()
                        .readContents(Files.readString(Contract.FILE), List.of(), options);
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).startsWith("3.1");
    }

    @Test
    void theErrorsAreThoseOfTheCatalogue() {
        JsonNode schema = contract.at("/components/schemas/ErrorCode");
        List<String> codes = Stream.of(ProblemCode.values()).map(ProblemCode::code).toList();
        assertThat(schema.get("x-extensible-enum")).extracting(JsonNode::asText).containsAll(codes);
        assertThat(schema.get("x-extensible-enum")).hasSameSizeAs(codes);

        List<String> rows = new ArrayList<>();
        Matcher row = CODE_ROW.matcher(schema.get("description").asText());
        while (row.find()) {
            rows.add(String.join(" ", row.group(1), row.group(2), row.group(3), row.group(4)));
        }
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProblemCode.values())
                                .map(code ->
                                        code.code()
                                                + " "
                                                + code.status()
                                                + " "
                                                + (code.retryable() ? "yes" : "no")
                                                + " "
                                                + code.keyUse().word())
                                .toList());
    }

    @Test
    void errorsOfAnyRequestAreDescribedOnce() {
        String description = contract.at("/tags/0/description").asText();
        assertThat(Contract.OF_ANY_REQUEST)
                .allSatisfy(code ->
                        assertThat(description)
                                .contains("`%d %s`".formatted(code.status(), code.code())));
    }

    /** Where there is nothing else to show, or it says something more. */
    private static final Set<ProblemCode> SHOWN_ALL_THE_SAME =
            Set.of(ProblemCode.MALFORMED_REQUEST, ProblemCode.ROUTE_NOT_FOUND);

    /** Every other code stands as an example at a response with its status, and at no other. */
    @Test
    void everyErrorIsShownWhereItOccurs() {
        Set<String> shown = new TreeSet<>();
        contract.operations()
                .forEach((operation, node) ->
                        node.get("responses")
                                .properties()
                                .forEach(response -> codesOf(operation, response, shown)));
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProblemCode.values())
                                .filter(code ->
                                        !Contract.OF_ANY_REQUEST.contains(code)
                                                || SHOWN_ALL_THE_SAME.contains(code))
                                .map(code -> code.code() + " " + code.status())
                                .toList());
    }

    private void codesOf(
            String operation, Map.Entry<String, JsonNode> response, Set<String> shown) {
        if (response.getValue().path("$ref").isTextual()) {
            JsonNode json =
                    contract.at(response.getValue().get("$ref").asText().substring(1))
                            .at("/content/application~1json");
            assertThat(json.isMissingNode()).as(operation + response.getKey()).isFalse();
            for (JsonNode example : Contract.examples(json)) {
                shown.add(example.get("error").asText() + " " + response.getKey());
            }
        }
    }

    @Test
    void problemsInExamplesAreThoseOfTheCatalogue() {
        for (Map.Entry<String, JsonNode> response :
                contract.at("/components/responses").properties()) {
            JsonNode example = response.getValue().at("/content/application~1problem+json/example");
            if (!example.isMissingNode()) {
                ProblemCode code =
                        Stream.of(ProblemCode.values())
                                .filter(it -> it.code().equals(example.get("error").asText()))
                                .findFirst()
                                .orElseThrow();
                assertThat(example.get("title").asText()).isEqualTo(code.title());
                assertThat(example.get("status").asInt()).isEqualTo(code.status());
                assertThat(example.get("error_id").asInt()).isEqualTo(code.errorId());
                assertThat(example.get("retryable").asBoolean()).isEqualTo(code.retryable());
                assertThat(example.get("type").asText()).isEqualTo("/problems/" + code.code());
            }
        }
    }

    @Test
    void everyExampleIsValidForItsSchema() {
        int[] checked = new int[1];
        examples("", contract.document(), checked);
        assertThat(checked[0]).isGreaterThan(60);
    }

    /** Media types, parameters and headers, wherever they stand. */
    private void examples(String pointer, JsonNode node, int[] checked) {
        if (node.path("schema").isObject()) {
            for (JsonNode example : Contract.examples(node)) {
                contract.assertMatches(
                        pointer, contract.follow(pointer + "/schema"), example.toString());
                checked[0]++;
            }
        }
        if (node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            examples(
                                    pointer + Contract.pointer(entry.getKey()),
                                    entry.getValue(),
                                    checked));
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                examples(pointer + "/" + i, node.get(i), checked);
            }
        }
    }

    @Test
    void everyJsonBodyHasAnExample() {
        List<String> without = new ArrayList<>();
        contract.operations()
                .forEach((operation, node) ->
                        node.findValues("content")
                                .forEach(content ->
                                        content.properties()
                                                .forEach(type -> note(operation, type, without))));
        contract.at("/components/responses")
                .properties()
                .forEach(response ->
                        response.getValue()
                                .get("content")
                                .properties()
                                .forEach(type -> note(response.getKey(), type, without)));
        assertThat(without).isEmpty();
    }

    private static void note(
            String where, Map.Entry<String, JsonNode> content, List<String> without) {
        boolean data = content.getKey().endsWith("json") || content.getKey().contains("form");
        if (data && Contract.examples(content.getValue()).isEmpty()) {
            without.add(where + " " + content.getKey());
        }
    }

    @Test
    void thePathsStandInTheOrderOfTheTags() {
        List<String> tags = new ArrayList<>();
        contract.at("/tags").forEach(tag -> tags.add(tag.get("name").asText()));
        List<String> order = new ArrayList<>();
        contract.at("/paths")
                .forEach(path ->
                        path.findParents("operationId")
                                .forEach(operation -> order.add(operation.at("/tags/0").asText())));
        assertThat(order)
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparingInt(tags::indexOf))
                .isSubsetOf(tags);
    }

    @Test
    void everyMutationUnderV1TakesAKey() {
        contract.operations()
                .forEach((operation, node) -> {
                    boolean takesKey =
                            node.path("parameters")
                                    .findValuesAsText("$ref")
                                    .contains("#/components/parameters/IdempotencyKey");
                    assertThat(takesKey)
                            .as(operation)
                            .isEqualTo(
                                    operation.contains(" /v1/") && !operation.startsWith("GET "));
                });
    }
}
