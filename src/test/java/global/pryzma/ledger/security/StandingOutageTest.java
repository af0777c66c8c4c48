package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.process.PostgresProcess;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** With a Postgres that is really away: two instances go by their last lists, and not for long. */
class StandingOutageTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration HELD = Duration.ofSeconds(60);

    /** The shortest that can be set. */
    private static final Map<String, Object> SHORT = Map.of("pryzma.security.standing-held", "4s");

    /** What needs no Postgres of its own. */
    private static final String IN_MEMORY = "/v1/ledger/availability";

    private static final UUID ORGANISATION = UUID.randomUUID();
    private static final Caller ENDED = new Caller(ORGANISATION, "ended", Set.of());
    private static final Caller GOOD = new Caller(ORGANISATION, "good", Set.of());

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void whoCantBeCheckedIsUnavailableAndNeverCalledWrong(@TempDir Path folder) {
        try (PostgresProcess postgres = new PostgresProcess(folder).start()) {
            Map<String, Object> properties = new HashMap<>(postgres.properties());
            properties.putAll(SHORT);
            try (ServiceUnderTest first = ServiceUnderTest.start(properties);
                    ServiceUnderTest second = first.beside(SHORT)) {
                ApplicationContext context = first.bean(ApplicationContext.class);
                String secret =
                        TestCredentials.make(
                                context, ORGANISATION, "client", "accounts.read ledger.operate");
                String good = token(first, secret);
                String revoked = token(first, secret);
                first.client()
                        .postForm(
                                "/oauth2/revoke",
                                "token",
                                revoked,
                                "client_id",
                                "client",
                                "client_secret",
                                secret);
                await().atMost(SOON).until(() -> status(second, revoked) == 401);

                Standing standing =
                        new Standing(first.bean(StandingSource.class), HELD, nanoTime::get);
                RevokedTokens tokens =
                        new RevokedTokens(
                                first.bean(RevokedTokenRows.class),
                                Clock.systemUTC(),
                                HELD,
                                nanoTime::get);
                standing.run();
                tokens.run();
                postgres.stop(PostgresProcess.Shutdown.IMMEDIATE);
                try {
                    theListsHoldForAMinute(standing, tokens);
                    for (ServiceUnderTest instance : List.of(first, second)) {
                        isLetInUntilItIsUnavailable(instance, good, 200);
                        isLetInUntilItIsUnavailable(instance, revoked, 401);
                    }
                } finally {
                    postgres.start();
                }
                await().atMost(SOON)
                        .ignoreExceptions()
                        .untilAsserted(() -> {
                            standing.run();
                            assertThat(standing.faultOf(GOOD, null)).isEmpty();
                        });
                for (ServiceUnderTest instance : List.of(first, second)) {
                    await().atMost(SOON).until(() -> status(instance, good) == 200);
                    await().atMost(SOON).until(() -> status(instance, revoked) == 401);
                }
            }
        }
    }

    /** As production has it, by a clock that need not be waited for. */
    private void theListsHoldForAMinute(Standing standing, RevokedTokens tokens) {
        TokenCheck.Valid token =
                new TokenCheck.Valid(GOOD, UUID.randomUUID(), Instant.EPOCH, Instant.MAX);
        nanoTime.set(HELD.toNanos());
        assertThatThrownBy(standing::run).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(tokens::run).isInstanceOf(RuntimeException.class);
        assertThat(standing.faultOf(GOOD, null)).isEmpty();
        assertThat(tokens.contain(token)).isFalse();
        nanoTime.incrementAndGet();
        assertUnavailable(() -> standing.faultOf(GOOD, null));
        assertUnavailable(() -> standing.faultOf(ENDED, null));
        assertUnavailable(() -> tokens.contain(token));
    }

    private static void assertUnavailable(Runnable question) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused ->
                                assertThat(refused.problem().code())
                                        .isEqualTo(ProblemCode.SERVICE_UNAVAILABLE));
    }

    /** Every answer on the way is the one that it was, or 503. */
    private static void isLetInUntilItIsUnavailable(
            ServiceUnderTest instance, String token, int before) {
        await().atMost(SOON)
                .until(() -> {
                    int status = status(instance, token);
                    assertThat(status).isIn(before, 503);
                    return status == 503;
                });
        HttpResponse<String> refused = instance.client().get(IN_MEMORY, token);
        assertThat(refused.body()).isEqualTo("{\"error\":\"service_unavailable\"}");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    }

    private static int status(ServiceUnderTest instance, String token) {
        return instance.client().get(IN_MEMORY, token).statusCode();
    }

    private static String token(ServiceUnderTest service, String secret) {
        HttpResponse<String> response = service.client().askForToken("client", secret);
        Matcher matcher = Pattern.compile("\"access_token\":\"([^\"]+)\"").matcher(response.body());
        assertThat(matcher.find()).as(response.body()).isTrue();
        return matcher.group(1);
    }
}
