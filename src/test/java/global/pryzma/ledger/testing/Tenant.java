package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import global.pryzma.ledger.contract.Contract;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.TestTokens;

import io.micronaut.context.BeanContext;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;

/**
 * An organisation of its own, with a token of every scope, as tests of features need it. Everything
 * that it sends and receives is held against openapi.yaml.
 */
public final class Tenant {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceUnderTest service;
    private final UUID organisation = UUID.randomUUID();

    public Tenant(ServiceUnderTest service) {
        this.service = service;
    }

    public UUID organisation() {
        return organisation;
    }

    public String token(Scope... scopes) {
        return TestTokens.issue(service.bean(BeanContext.class), organisation, scopes);
    }

    public HttpResponse<String> get(String path) {
        HttpResponse<String> response = service.client().get(path, token(Scope.values()));
        Contract.get().check("GET", path, response);
        return response;
    }

    /** A POST with this key. */
    public HttpResponse<String> post(String path, UUID key, String json) {
        HttpResponse<String> response =
                service.client().post(path, token(Scope.values()), key, json);
        Contract.get().check("POST", path, response);
        if (response.statusCode() == 201) {
            Contract.get().checkRequest("POST", path, json);
        }
        return response;
    }

    /** A DELETE with this key. */
    public HttpResponse<String> delete(String path, UUID key) {
        HttpResponse<String> response = service.client().delete(path, token(Scope.values()), key);
        Contract.get().check("DELETE", path, response);
        return response;
    }

    /** A POST with a key of its own. */
    public HttpResponse<String> post(String path, String json) {
        return post(path, UUID.randomUUID(), json);
    }

    /** A PATCH with this key. */
    public HttpResponse<String> patch(String path, UUID key, String json) {
        HttpResponse<String> response =
                service.client().patch(path, token(Scope.values()), key, json);
        Contract.get().check("PATCH", path, response);
        if (response.statusCode() == 200) {
            Contract.get().checkRequest("PATCH", path, json);
        }
        return response;
    }

    /** A PATCH with a key of its own. */
    public HttpResponse<String> patch(String path, String json) {
        return patch(path, UUID.randomUUID(), json);
    }

    /** What a PATCH that succeeds has made of something, and is shown afterwards as well. */
    public JsonNode changed(String path, String json) {
        HttpResponse<String> response = patch(path, json);
        JsonNode changed = ok(response);
        assertThat(get(path).body()).isEqualTo(response.body());
        return changed;
    }

    /** A DELETE with a key of its own. */
    public HttpResponse<String> delete(String path) {
        return delete(path, UUID.randomUUID());
    }

    /** The id of a new program for any currency. */
    public String program() {
        return created(post("/v1/programs", "{\"name\":\"Wallets\"}")).get("id").asText();
    }

    /** The id of a new account. */
    public String account(String program, String type, String currency) {
        return created(post("/v1/accounts", accountJson(program, type, currency)))
                .get("id")
                .asText();
    }

    public static String accountJson(String program, String type, String currency) {
        return "{\"type\":\"%s\",\"currency\":\"%s\",\"program_id\":\"%s\"}"
                .formatted(type, currency, program);
    }

    public static String transferJson(String debit, String credit, String amount) {
        return "{\"debit_account_id\":\"%s\",\"credit_account_id\":\"%s\",\"amount\":\"%s\"}"
                .formatted(debit, credit, amount);
    }

    /** The error that a POST gets, in the form of RFC 9457. */
    public JsonNode problem(String path, String json) {
        return problem("POST", path, json);
    }

    /** The error that a mutation gets, in the form of RFC 9457. */
    public JsonNode problem(String method, String path, String json) {
        return json(sendForProblem(method, path, UUID.randomUUID(), json));
    }

    /** A POST with this key, for an error in the form of RFC 9457. */
    public HttpResponse<String> postForProblem(String path, UUID key, String json) {
        return sendForProblem("POST", path, key, json);
    }

    private HttpResponse<String> sendForProblem(String method, String path, UUID key, String json) {
        return send(method, path, key, json, "application/problem+json");
    }

    /** Any method, with all that any of them takes. */
    public HttpResponse<String> send(String method, String path, UUID key, String json) {
        return send(method, path, key, json, "application/json");
    }

    private HttpResponse<String> send(
            String method, String path, UUID key, String json, String accept) {
        ServiceClient client = service.client();
        HttpResponse<String> response =
                client.send(
                        client.request(path)
                                .header("Authorization", "Bearer " + token(Scope.values()))
                                .header("Pryzma-Idempotency-Key", key.toString())
                                .header("Content-Type", "application/json")
                                .header("Accept", accept)
                                .method(method, BodyPublishers.ofString(json)));
        Contract.get().check(method, path, response);
        return response;
    }

    /** The body of a response that must be a 201. */
    public static JsonNode created(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return json(response);
    }

    /** The body of a response that must be a 200. */
    public static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    /** Checks the status and the exact body of an error. */
    public static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).isEqualTo("{\"error\":\"" + code + "\"}");
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError(response.body(), e);
        }
    }
}
