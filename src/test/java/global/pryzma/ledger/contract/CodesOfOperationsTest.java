package global.pryzma.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.ledger.WithoutLedger;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.context.BeanContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Which codes an operation of the API can answer follows from its route, from the fields that it
 * takes, and from the mutation that the engine runs for it. The contract lists those, and no
 * others.
 */
@Execution(ExecutionMode.SAME_THREAD)
class CodesOfOperationsTest {
    private static final Set<ProblemCode> OF_EVERY_OPERATION =
            EnumSet.of(
                    ProblemCode.MISSING_BEARER_TOKEN,
                    ProblemCode.INVALID_TOKEN,
                    ProblemCode.INSUFFICIENT_SCOPE,
                    ProblemCode.ORGANISATION_SUSPENDED,
                    ProblemCode.INVALID_PARAMETER,
                    ProblemCode.INTERNAL_ERROR,
                    ProblemCode.SERVICE_UNAVAILABLE);

    private static final Set<ProblemCode> OF_EVERY_MUTATION =
            EnumSet.of(
                    ProblemCode.MISSING_IDEMPOTENCY_KEY,
                    ProblemCode.INVALID_IDEMPOTENCY_KEY,
                    ProblemCode.REQUEST_CANCELLED,
                    ProblemCode.IDEMPOTENCY_KEY_REUSED);

    /** What rows may have against an operation. */
    private static final Map<String, ProblemCode> BY_ROWS =
            Map.of(
                    "accounts.create", ProblemCode.LIMIT_EXCEEDED,
                    "programs.create", ProblemCode.LIMIT_EXCEEDED,
                    "programs.update", ProblemCode.CONFLICT,
                    "currencies.create", ProblemCode.CONFLICT,
                    "organisations.update", ProblemCode.LAST_OPERATOR,
                    "credentials.create", ProblemCode.CONFLICT,
                    "credentials.revoke", ProblemCode.LAST_OPERATOR,
                    "credentials.rotate", ProblemCode.CONFLICT);

    /** More than any plan has. */
    private static final int PLACES = 8;

    private final Contract contract = Contract.get();
    private final ServiceUnderTest service = ServiceUnderTest.shared();

    @Test
    void eachOperationListsTheCodesThatItCanAnswer() {
        List<UriRouteInfo<?, ?>> api =
                service.bean(Router.class)
                        .uriRoutes()
                        .distinct()
                        .filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
                        .filter(route -> template(route).startsWith("/v1/"))
                        .toList();
        assertThat(api)
                .isNotEmpty()
                .allSatisfy(route -> {
                    String operation = route.getHttpMethodName() + " " + template(route);
                    assertThat(described(operation)).as(operation).isEqualTo(possible(route));
                });
    }

    @Test
    void eachMutationIsNamedInTheContract() {
        Set<String> described =
                contract.operations().values().stream()
                        .filter(operation -> operation.has("x-operation"))
                        .flatMap(operation -> operations(operation).stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(described).isEqualTo(names());
        for (String schema : List.of("KeyRecord", "KeyInDoubt")) {
            assertThat(
                            contract.at("/components/schemas/" + schema)
                                    .at("/properties/operation/x-extensible-enum"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrderElementsOf(described);
        }
    }

    private Set<String> names() {
        return mutations().stream()
                .map(Mutation::operation)
                // The tests have some of their own.
                .filter(operation -> !operation.startsWith("test."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<Mutation<?>> mutations() {
        List<Mutation<?>> mutations = new ArrayList<>();
        service.bean(BeanContext.class).getBeansOfType(Mutation.class).forEach(mutations::add);
        return mutations;
    }

    private JsonNode operation(String methodAndPath) {
        JsonNode operation = contract.operations().get(methodAndPath);
        return Objects.requireNonNull(operation, methodAndPath);
    }

    private Set<String> described(String operation) {
        Set<String> codes = new TreeSet<>();
        operation(operation)
                .get("responses")
                .forEach(response -> {
                    if (response.has("$ref")) {
                        String pointer = response.get("$ref").asText().substring(1);
                        Contract.examples(contract.at(pointer + "/content/application~1json"))
                                .forEach(example -> codes.add(example.get("error").asText()));
                    }
                });
        return codes;
    }

    private Set<String> possible(UriRouteInfo<?, ?> route) {
        JsonNode operation = operation(route.getHttpMethodName() + " " + template(route));
        boolean mutates = route.getHttpMethod() != HttpMethod.GET;
        JsonNode fields = fields(operation);
        Set<ProblemCode> codes = EnumSet.copyOf(OF_EVERY_OPERATION);
        if (!route.getAnnotationMetadata().hasAnnotation(WithoutLedger.class)) {
            codes.add(ProblemCode.LEDGER_UNAVAILABLE);
        }
        if (template(route).contains("{organisationId}") || fields.has("organisation_id")) {
            codes.add(ProblemCode.INVALID_ORG_ID);
        }
        // A cancel finds every key.
        if (template(route).contains("{id}")
                || template(route).contains("{code}")
                || template(route).startsWith("/v1/organisations/{organisationId}")
                || namesSomething(fields)
                || (template(route).contains("{key}") && !mutates)) {
            codes.add(ProblemCode.NOT_FOUND);
        }
        if (!fields.isEmpty()) {
            codes.add(ProblemCode.INVALID_BODY);
        }
        if (mutates) {
            codes.addAll(OF_EVERY_MUTATION);
            codes.addAll(rejections(operation, fields));
        }
        return codes.stream().map(ProblemCode::code).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean namesSomething(JsonNode fields) {
        return StreamSupport.stream(fields.properties().spliterator(), false)
                .anyMatch(field ->
                        field.getKey().endsWith("_id") || namesSomething(items(field.getValue())));
    }

    private JsonNode items(JsonNode list) {
        String schema = list.at("/items/$ref").asText();
        return schema.isEmpty()
                ? contract.document().path("none")
                : contract.at(schema.substring(1) + "/properties");
    }

    private JsonNode fields(JsonNode operation) {
        String schema = operation.at("/requestBody/content/application~1json/schema/$ref").asText();
        if (schema.isEmpty()) {
            return contract.document().path("none");
        }
        JsonNode own = contract.at(schema.substring(1) + "/properties");
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        own.properties().forEach(field -> fields.set(field.getKey(), field.getValue()));
        // Of a list, those of what it is made of as well.
        for (JsonNode field : own) {
            String item = field.at("/items/$ref").asText();
            if (!item.isEmpty()) {
                contract.at(item.substring(1) + "/properties")
                        .properties()
                        .forEach(one -> fields.set(one.getKey(), one.getValue()));
            }
        }
        return fields;
    }

    /** The operations of the engine that one of the contract stands for: one, or two. */
    private static List<String> operations(JsonNode operation) {
        JsonNode names = operation.path("x-operation");
        return names.isArray()
                ? names.valueStream().map(JsonNode::asText).toList()
                : List.of(names.asText());
    }

    /** What the ledger can make of the operation's plan. */
    private Set<ProblemCode> rejections(JsonNode operation, JsonNode fields) {
        Mutation<?> mutation =
                mutations().stream()
                        .filter(it -> operations(operation).getFirst().equals(it.operation()))
                        .findFirst()
                        .orElseThrow();
        Set<ProblemCode> codes = EnumSet.noneOf(ProblemCode.class);
        Optional.ofNullable(BY_ROWS.get(mutation.operation())).ifPresent(codes::add);
        if (mutation instanceof ChainMutation<?> chain) {
            for (int place = 0; place < PLACES; place++) {
                for (TransferResult result : TransferResult.values()) {
                    codes.add(chain.rejection(place, result).code());
                }
            }
        }
        if (fields.has("reference")) {
            codes.add(mutation.ifTaken());
        }
        if (!fields.has("amount") && !mutation.operation().startsWith("journal_entries.")) {
            codes.remove(ProblemCode.INSUFFICIENT_FUNDS); // nothing moves
        }
        return codes;
    }

    private static String template(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString();
    }
}
