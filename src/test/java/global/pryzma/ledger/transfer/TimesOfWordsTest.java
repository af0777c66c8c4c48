package global.pryzma.ledger.transfer;

import static global.pryzma.ledger.testing.Tenant.created;
import static global.pryzma.ledger.testing.Tenant.transferJson;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;
import global.pryzma.ledger.testing.Tenant;
import global.pryzma.ledger.testing.Walk;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Words that an instance of an older version has written: their time is found afterwards. */
@Execution(ExecutionMode.SAME_THREAD)
class TimesOfWordsTest {
    private static final String ENTRIES =
            "SELECT count(*) FROM metadata_entry WHERE organisation_id = ?";

    private final ServiceUnderTest service = ServiceUnderTest.shared();
    private final Tenant tenant = new Tenant(service);

    @Test
    void wordsWithoutATimeGetIt() {
        String program = tenant.program();
        String bank = tenant.account(program, "settlement", "EUR");
        String ada = tenant.account(program, "consumer", "EUR");
        String json = transferJson(bank, ada, "1").replace("}", ",\"metadata\":{\"k\":\"v\"}}");
        String id = created(tenant.post("/v1/transfers", json)).get("id").asText();
        Sql.run(
                service,
                "UPDATE transfer_text SET created_at_nanos = NULL WHERE organisation_id = ?",
                tenant.organisation());
        assertThat(Sql.number(service, ENTRIES, tenant.organisation())).isZero();
        service.bean(TimesOfWords.class).run();
        assertThat(Walk.ids(tenant, "/v1/transfers?metadata[k]=v")).containsExactly(id);
        assertThat(Sql.number(service, ENTRIES, tenant.organisation())).isEqualTo(1);
    }

    /** What a ledger does not have is not looked for again and again, nor shown. */
    @Test
    void wordsOfNothingAreBeforeEverything() {
        Sql.run(
                service,
                "INSERT INTO transfer_text (id, organisation_id, metadata)"
                        + " VALUES (gen_random_uuid(), ?, '{\"k\":\"v\"}')",
                tenant.organisation());
        service.bean(TimesOfWords.class).run();
        assertThat(Walk.ids(tenant, "/v1/transfers?metadata[k]=v")).isEmpty();
        assertThat(
                        Sql.number(
                                service,
                                "SELECT created_at_nanos FROM transfer_text WHERE organisation_id ="
                                        + " ?",
                                tenant.organisation()))
                .isZero();
    }
}
