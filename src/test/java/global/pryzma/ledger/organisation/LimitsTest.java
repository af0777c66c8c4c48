package global.pryzma.ledger.organisation;

import static global.pryzma.ledger.testing.Tenant.accountJson;
import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.ok;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.AtOnce;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** How many accounts and programs an organisation may have, over HTTP. */
@Execution(ExecutionMode.SAME_THREAD)
class LimitsTest {
    private static final String NO_LIMIT =
            "{\"accounts\":null,\"programs\":null,\"requests_in_flight\":null}";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant operator = new Tenant(service);
    private final Tenant tenant = new Tenant(service);
    private final String one = "/v1/organisations/" + tenant.organisation();

    @BeforeEach
    void make() {
        service.bean(OrganisationRows.class).insertIfAbsent(tenant.organisation(), "Test");
    }

    @Test
    void shownAndChanged() {
        JsonNode made =
                created(
                        operator.post(
                                "/v1/organisations",
                                "{\"name\":\"n\",\"limits\":{\"accounts\":7,\"programs\":null}}"));
        String path = "/v1/organisations/" + made.get("id").asText();
        assertThat(limits(made)).isEqualTo(NO_LIMIT.replaceFirst("null", "7"));
        assertThat(ok(operator.get(path))).isEqualTo(made);
        UUID key = UUID.randomUUID();
        String lower = "{\"limits\":{\"accounts\":3,\"requests_in_flight\":40}}";
        HttpResponse<String> changed = operator.patch(path, key, lower);
        assertThat(limits(ok(changed)))
                .isEqualTo("{\"accounts\":3,\"programs\":null,\"requests_in_flight\":40}");
        JsonNode back = ok(operator.patch(path, "{\"limits\":{\"accounts\":null}}"));
        assertThat(limits(back))
                .isEqualTo("{\"accounts\":null,\"programs\":null,\"requests_in_flight\":40}");
        assertThat(ok(operator.get(path))).isEqualTo(back);
        forget(key);
        assertThat(operator.patch(path, key, lower).statusCode()).isEqualTo(200);
        assertThat(ok(operator.get(path))).as("it has been done before").isEqualTo(back);
        assertError(
                operator.patch(path, key, lower.replace("40", "41")),
                422,
                "idempotency_key_reused");
        assertThat(limits(ok(operator.patch(path, "{\"name\":\"m\"}")))).isEqualTo(limits(back));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"accounts\":-1} | /limits/accounts",
                "{\"accounts\":1000000001} | /limits/accounts",
                "{\"accounts\":1.5} | /limits/accounts",
                "{\"programs\":\"5\"} | /limits/programs",
                "{\"programs\":100001} | /limits/programs",
                "{\"requests_in_flight\":0} | /limits/requests_in_flight",
                "{\"transfers\":5} | /limits/transfers",
                "5 | /limits",
                "null | /limits",
                "[] | /limits"
            })
    void whatIsNoLimit(String limits, String pointer) {
        for (JsonNode problem :
                List.of(
                        operator.problem("PATCH", one, "{\"limits\":" + limits + "}"),
                        operator.problem(
                                "POST",
                                "/v1/organisations",
                                "{\"name\":\"n\",\"limits\":" + limits + "}"))) {
            assertThat(problem.get("error").asText()).isEqualTo("invalid_body");
            assertThat(problem.at("/errors/0/pointer").asText()).isEqualTo(pointer);
        }
    }

    @Test
    void noLimitsAreNoChange() {
        assertError(operator.patch(one, "{\"limits\":{}}"), 400, "invalid_body");
        assertThat(
                        limits(
                                created(
                                        operator.post(
                                                "/v1/organisations",
                                                "{\"name\":\"n\",\"limits\":{}}"))))
                .isEqualTo(NO_LIMIT);
    }

    @Test
    void exactlyAsManyAccountsAsThereMayBe() throws Exception {
        String program = tenant.program();
        limit("accounts", "5");
        List<HttpResponse<String>> answers = AtOnce.send(16, _ -> open(UUID.randomUUID(), program));
        assertExactly(5, answers);
        assertPlacesAreAccounts(5);
        UUID refused = UUID.randomUUID();
        assertError(open(refused, program), 409, "limit_exceeded");
        limit("accounts", "6");
        assertError(open(refused, program), 409, "limit_exceeded"); // it was said, and stays so
        UUID sixth = UUID.randomUUID();
        HttpResponse<String> opened = open(sixth, program);
        ok(tenant.delete("/v1/accounts/" + created(opened).get("id").asText()));
        assertError(open(UUID.randomUUID(), program), 409, "limit_exceeded");

        limit("accounts", "0");
        assertThat(ok(tenant.get("/v1/accounts")).get("data")).as("nothing is taken").hasSize(6);
        assertError(open(UUID.randomUUID(), program), 409, "limit_exceeded");
        forget(sixth);
        assertThat(open(sixth, program).body()).isEqualTo(opened.body());
        assertPlacesAreAccounts(6);
        limit("accounts", "null");
        created(open(UUID.randomUUID(), program));
        forget(refused);
        assertError(open(refused, program), 409, "request_cancelled"); // and nothing else
        assertPlacesAreAccounts(7);
    }

    /** Of an account whose rows are lost the ledger knows; it is within no limit. */
    @Test
    void whatWasOpenedIsOpenedWhateverTheLimit() {
        String program = tenant.program();
        UUID key = UUID.randomUUID();
        HttpResponse<String> opened = open(key, program);
        Sql.run(service, "DELETE FROM account WHERE organisation_id = ?", tenant.organisation());
        Sql.run(
                service,
                "DELETE FROM account_place WHERE organisation_id = ?",
                tenant.organisation());
        Sql.run(
                service,
                "DELETE FROM account_place_count WHERE organisation_id = ?",
                tenant.organisation());
        forget(key);
        limit("accounts", "0");
        assertThat(open(key, program).body()).isEqualTo(opened.body());
        assertPlacesAreAccounts(1);
    }

    @Test
    void aCancelledKeyHasNoPlace() {
        String program = tenant.program();
        limit("accounts", "1");
        UUID key = UUID.randomUUID();
        ok(tenant.delete("/v1/idempotency-keys/" + key));
        assertError(open(key, program), 409, "request_cancelled");
        forget(key);
        assertError(open(key, program), 409, "request_cancelled");
        assertPlacesAreAccounts(0);
        created(open(UUID.randomUUID(), program));
    }

    @Test
    void exactlyAsManyProgramsAsThereMayBe() throws Exception {
        limit("programs", "3");
        assertExactly(3, AtOnce.send(8, _ -> tenant.post("/v1/programs", "{\"name\":\"n\"}")));
        assertThat(ok(tenant.get("/v1/programs")).get("data")).hasSize(3);
        UUID refused = UUID.randomUUID();
        assertError(
                tenant.post("/v1/programs", refused, "{\"name\":\"n\"}"), 409, "limit_exceeded");
        limit("programs", "4");
        assertError(
                tenant.post("/v1/programs", refused, "{\"name\":\"n\"}"), 409, "limit_exceeded");
        UUID fourth = UUID.randomUUID();
        HttpResponse<String> made = tenant.post("/v1/programs", fourth, "{\"name\":\"n\"}");
        created(made);
        forget(fourth);
        assertThat(tenant.post("/v1/programs", fourth, "{\"name\":\"n\"}").body())
                .isEqualTo(made.body());
        created(operator.post("/v1/programs", "{\"name\":\"others have their own\"}"));
    }

    /** Programs that are made together are judged together. */
    @Test
    void eachOrganisationHasRoomOfItsOwn() throws Exception {
        limit("programs", "5");
        List<HttpResponse<String>> answers =
                AtOnce.send(
                        32,
                        number ->
                                (number % 2 == 0 ? tenant : operator)
                                        .post("/v1/programs", "{\"name\":\"n\"}"));
        assertExactly(5, everySecond(answers, 0));
        assertExactly(16, everySecond(answers, 1));
    }

    private static <T> List<T> everySecond(List<T> all, int first) {
        return IntStream.iterate(first, it -> it < all.size(), it -> it + 2)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "programs"})
    void theProblemSaysWhichLimit(String what) {
        String program = tenant.program();
        limit(what, "0");
        JsonNode problem =
                what.equals("accounts")
                        ? tenant.problem("/v1/accounts", accountJson(program, "consumer", "EUR"))
                        : tenant.problem("/v1/programs", "{\"name\":\"n\"}");
        assertThat(problem.get("detail").asText())
                .isEqualTo("the organisation has as many " + what + " as it may have");
        assertThat(problem.get("retryable").asBoolean()).isFalse();
    }

    private HttpResponse<String> open(UUID key, String program) {
        return tenant.post("/v1/accounts", key, accountJson(program, "consumer", "USD_GT"));
    }

    private void limit(String what, String most) {
        ok(operator.patch(one, "{\"limits\":{\"%s\":%s}}".formatted(what, most)));
    }

    private static String limits(JsonNode organisation) {
        return organisation.get("limits").toString();
    }

    private static void assertExactly(int many, List<HttpResponse<String>> answers) {
        assertThat(answers.stream().filter(it -> it.statusCode() == 201)).hasSize(many);
        answers.stream()
                .filter(it -> it.statusCode() != 201)
                .forEach(it -> assertError(it, 409, "limit_exceeded"));
    }

    private void assertPlacesAreAccounts(long number) {
        for (String count :
                List.of(
                        "SELECT count(*) FROM account WHERE organisation_id = ?",
                        "SELECT count(*) FROM account_place WHERE key IS NULL AND organisation_id ="
                                + " ?",
                        "SELECT coalesce(sum(taken), 0) FROM account_place_count"
                                + " WHERE organisation_id = ?")) {
            assertThat(Sql.number(service, count, tenant.organisation())).isEqualTo(number);
        }
    }

    /** As the purge does when the key is old. */
    private void forget(UUID key) {
        assertThat(Sql.run(service, "DELETE FROM idempotency_key WHERE key = ?", key)).isOne();
    }
}
