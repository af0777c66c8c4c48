package global.pryzma.ledger.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;

import global.pryzma.client.ApiClient;
import global.pryzma.client.ApiException;
import global.pryzma.client.api.AccountsApi;
import global.pryzma.client.api.BatchesApi;
import global.pryzma.client.api.CurrenciesApi;
import global.pryzma.client.api.HealthApi;
import global.pryzma.client.api.IdempotencyKeysApi;
import global.pryzma.client.api.JournalEntriesApi;
import global.pryzma.client.api.OperatorsApi;
import global.pryzma.client.api.OrganisationsApi;
import global.pryzma.client.api.ProgramsApi;
import global.pryzma.client.api.TokensApi;
import global.pryzma.client.api.TransfersApi;
import global.pryzma.client.model.ErrorResponse;
import global.pryzma.client.model.KeyRecord;
import global.pryzma.client.model.KeyRecordResponse;
import global.pryzma.client.model.Problem;
import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.testing.ServiceUnderTest;

import io.micronaut.context.BeanContext;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Somebody who works with the generated client, as it is set up by those who have nothing else. */
final class ApiUser {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** As it comes, but one for all: by itself the client makes one for each of its parts. */
    private static final HttpClient HTTP = ApiClient.createDefaultHttpClientBuilder().build();

    final TokensApi tokens;
    final ProgramsApi programs;
    final CurrenciesApi currencies;
    final AccountsApi accounts;
    final TransfersApi transfers;
    final BatchesApi batches;
    final JournalEntriesApi entries;
    final IdempotencyKeysApi keys;
    final OperatorsApi operators;
    final OrganisationsApi organisations;
    final HealthApi health;

    private final URI service;
    private final Consumer<HttpRequest.Builder> headers;
    private final ApiClient client =
            new ApiClient() {
                @Override
                public HttpClient getHttpClient() {
                    return HTTP;
                }
            };

    private ApiUser(URI service, Consumer<HttpRequest.Builder> headers) {
        this.service = service;
        this.headers = headers;
        client.updateBaseUri(service.toString());
        client.setRequestInterceptor(headers);
        tokens = new TokensApi(client);
        programs = new ProgramsApi(client);
        currencies = new CurrenciesApi(client);
        accounts = new AccountsApi(client);
        transfers = new TransfersApi(client);
        batches = new BatchesApi(client);
        entries = new JournalEntriesApi(client);
        keys = new IdempotencyKeysApi(client);
        operators = new OperatorsApi(client);
        organisations = new OrganisationsApi(client);
        health = new HealthApi(client);
    }

    /** Without a token. */
    static ApiUser at(URI service) {
        return new ApiUser(service, request -> {});
    }

    /** With a token of every scope, for a new organisation. */
    static ApiUser ofNewOrganisation(ServiceUnderTest service) throws Exception {
        return at(service.uri()).with(Credential.make(service));
    }

    /** The same, with a token for the credential. */
    ApiUser with(Credential credential) throws Exception {
        return withToken(
                sure(key ->
                                tokens.issueToken(
                                        "client_credentials",
                                        credential.id(),
                                        credential.secret(),
                                        null))
                        .getAccessToken());
    }

    /** The same, with this token. */
    ApiUser withToken(String token) {
        return new ApiUser(
                service, headers.andThen(it -> it.setHeader("Authorization", "Bearer " + token)));
    }

    /** The same, who wants to be told everything about errors. */
    ApiUser forProblems() {
        return new ApiUser(
                service, headers.andThen(it -> it.setHeader("Accept", "application/problem+json")));
    }

    /** What a test needs in order to begin or to look, however busy the machine is. */
    <T> T sure(Once.Operation<T> operation) throws Exception {
        return Once.once(UUID.randomUUID(), Instant.now().plus(PATIENCE), operation);
    }

    /** The error that the call must get. */
    static ApiException refused(int status, ThrowingCallable call) {
        ApiException refused = catchThrowableOfType(ApiException.class, call);
        assertThat(refused).as("an error").isNotNull();
        assertThat(refused.getCode()).as(refused.getMessage()).isEqualTo(status);
        return refused;
    }

    /** Checks the status and the code of the error that the call must get. */
    void assertRefused(int status, String code, ThrowingCallable call) {
        ApiException refused = refused(status, call);
        assertThat(body(refused, ErrorResponse.class).getError()).isEqualTo(code);
    }

    /** The error that the call must get, in the form of RFC 9457; see {@link #forProblems}. */
    Problem problem(int status, ThrowingCallable call) {
        return body(refused(status, call), Problem.class);
    }

    /** The body of an error, which the client leaves to its user. */
    <T> T body(ApiException refused, Class<T> form) {
        try {
            return client.getObjectMapper().readValue(refused.getResponseBody(), form);
        } catch (JsonProcessingException e) {
            throw new AssertionError(refused.getResponseBody(), e);
        }
    }

    /** The response that is recorded with a key. */
    static KeyRecordResponse response(KeyRecord record) {
        return Objects.requireNonNull(record.getResponse(), record::toString);
    }

    /** A value that the client holds as JSON, in the form that it is known to have. */
    <T> T as(Object json, Class<T> form) {
        return client.getObjectMapper().convertValue(json, form);
    }

    /** What an organisation was given to get tokens with. */
    record Credential(String id, String secret) {
        /** One with every scope, of an organisation of its own. */
        static Credential make(ServiceUnderTest service) {
            String id = "client-" + UUID.randomUUID();
            String secret =
                    TestCredentials.make(
                            service.bean(BeanContext.class),
                            UUID.randomUUID(),
                            id,
                            Scope.format(Set.of(Scope.values())));
            return new Credential(id, secret);
        }
    }
}
