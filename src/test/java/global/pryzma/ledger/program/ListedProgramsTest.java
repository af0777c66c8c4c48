package global.pryzma.ledger.program;

import static global.pryzma.ledger.testing.Tenant.assertError;
import static global.pryzma.ledger.testing.Tenant.created;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.Walk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What programs can be asked for by. */
@Execution(ExecutionMode.SAME_THREAD)
class ListedProgramsTest {
    private static final String PROGRAMS = "/v1/programs";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    private String program(String name, String fields) {
        return created(tenant.post(PROGRAMS, "{\"name\":\"" + name + "\"" + fields + "}"))
                .get("id")
                .asText();
    }

    @Test
    void byNameCurrencyAndMetadata() {
        String any = program("Loyalty", ",\"metadata\":{\"team\":\"growth\"}");
        String euro = program("Loyal", ",\"currencies\":[\"EUR\"]");
        String both =
                program(
                        "loyalty",
                        ",\"currencies\":[\"USD\",\"EUR\"],\"metadata\":{\"team\":\"growth\",\"x\":\"\"}");
        String dollar = program("Wallets", ",\"currencies\":[\"USD\"]");
        assertThat(Walk.ids(tenant, PROGRAMS + "?name=Loyal")).containsExactly(euro, any);
        assertThat(Walk.ids(tenant, PROGRAMS + "?name=Loyalty")).containsExactly(any);
        assertThat(Walk.ids(tenant, PROGRAMS + "?limit=1&currency=EUR"))
                .as("what allows any currency allows this one")
                .containsExactly(both, euro, any);
        assertThat(Walk.ids(tenant, PROGRAMS + "?currency=USD")).containsExactly(dollar, both, any);
        assertThat(Walk.ids(tenant, PROGRAMS + "?limit=1&metadata[team]=growth"))
                .containsExactly(both, any);
        assertThat(Walk.ids(tenant, PROGRAMS + "?metadata[x]=&metadata[team]=growth"))
                .containsExactly(both);
        assertThat(Walk.ids(tenant, PROGRAMS + "?metadata[team]=growth&name=L&currency=EUR"))
                .containsExactly(any);
        assertThat(Walk.ids(new Tenant(service), PROGRAMS + "?metadata[team]=growth")).isEmpty();
    }

    /** Names that begin alike are too many to be sorted; what is rare lies far behind. */
    @Test
    void aPageCostsTheSameHoweverManyThereAre() {
        String rare = program("Till \uffff 1", ",\"currencies\":[\"EUR\"]");
        Sql.run(
                service,
                "INSERT INTO program (id, organisation_id, name, currencies, content,"
                    + " created_at_nanos) SELECT gen_random_uuid(), ?, 'Till ' || n, '[\"USD\"]',"
                    + " '', n FROM generate_series(1, 2100) AS n",
                tenant.organisation());
        for (String filter : List.of("currency=EUR", "name=Till&currency=EUR")) {
            String path = PROGRAMS + "?" + filter;
            JsonNode first = Walk.page(tenant, path, "");
            assertThat(first.get("data")).as(filter).isEmpty();
            assertThat(first.get("has_more").asBoolean()).as(filter).isTrue();
            assertThat(Walk.ids(tenant, path)).as(filter).containsExactly(rare);
        }
        assertThat(Walk.page(tenant, PROGRAMS + "?name=Till%20%EF%BF%BF", "").get("data"))
                .hasSize(1);
        assertThat(Walk.ids(tenant, PROGRAMS + "?limit=100&name=Till")).hasSize(2101);
        assertThat(Walk.ids(tenant, PROGRAMS + "?limit=100&name=Till%207")).hasSize(111);
    }

    @Test
    void aCursorIsOfItsFilterAndOrganisation() {
        program("Till", ",\"metadata\":{\"k\":\"v\"}");
        program("Till", ",\"metadata\":{\"k\":\"v\"}");
        String cursor =
                "limit=1&cursor="
                        + Walk.page(tenant, PROGRAMS + "?limit=1&metadata[k]=v", "")
                                .get("next_cursor")
                                .asText();
        for (String other : List.of("", "metadata[k]=w&", "name=Till&", "currency=EUR&")) {
            assertError(tenant.get(PROGRAMS + "?" + other + cursor), 400, "invalid_parameter");
        }
        assertError(
                new Tenant(service).get(PROGRAMS + "?metadata[k]=v&" + cursor),
                400,
                "invalid_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "currency=eur | currency must be a code such as EUR",
                "name= | name must be a text of 1 to 200 characters",
                "type=fee | There is no query parameter of this name here: only currency, cursor,"
                        + " limit, name, metadata[…]",
            })
    void whatCanNotBeAskedForIsSaid(String query, String detail) {
        assertThat(tenant.problem("GET", PROGRAMS + "?" + query, "").get("detail").asText())
                .isEqualTo(detail);
    }
}
