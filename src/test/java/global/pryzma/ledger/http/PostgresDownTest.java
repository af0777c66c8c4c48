package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.organisation.DemoOrganisation;
import global.pryzma.ledger.security.Scope;
import global.pryzma.ledger.security.TestTokens;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.process.Postmaster;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.Map;

/** Without Postgres there is nothing definite to say: come back later. */
class PostgresDownTest {
    /** Ours to kill, whatever else there is to test with. */
    private static final Map<String, Object> EMBEDDED =
            Map.of("datasources.default.url", "", "pryzma.security.standing-held", "4s");

    /** What needs no Postgres of its own. */
    private static final String IN_MEMORY = "/v1/ledger/availability";

    @Test
    void whatNeedsPostgresIsUnavailable() {
        try (ServiceUnderTest service = ServiceUnderTest.start(EMBEDDED)) {
            String token =
                    TestTokens.issue(
                            service.bean(ApplicationContext.class),
                            DemoOrganisation.ID,
                            Scope.values());
            assertThat(service.client().get(IN_MEMORY, token).statusCode()).isEqualTo(200);
            Postmaster.of(service.folder().resolve("postgres")).orElseThrow().killFirst();
            assertUnavailable(service.client().askForToken("x", "y"));
            assertUnavailable(service.client().get("/v1/programs", token));
            // Who can't be checked any more is refused, and not called a bad token.
            await().until(() -> service.client().get(IN_MEMORY, token).statusCode() != 200);
            assertUnavailable(service.client().get(IN_MEMORY, token));
        }
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }
}
