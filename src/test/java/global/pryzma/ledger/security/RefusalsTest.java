package global.pryzma.ledger.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import global.pryzma.ledger.organisation.TestCredentials;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Why somebody was refused, in the log. */
@Execution(ExecutionMode.SAME_THREAD)
class RefusalsTest {
    private static final ServiceUnderTest SERVICE = ServiceUnderTest.shared();
    private static final ClientAddress SOMEWHERE =
            new ClientAddress(InetAddress.ofLiteral("192.0.2.77"));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);
    private long seconds;

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO); // the tests' own is above that
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    /** Those with this text; other tests have theirs refused as well. */
    private List<String> lines(String text) {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(text))
                .toList();
    }

    @Test
    void aFloodIsCountedAndNotWritten() {
        Refusals refusals =
                new Refusals((_, _, _, _) -> {}, () -> Duration.ofSeconds(seconds).toNanos());
        for (int i = 0; i < 1000; i++) {
            refusals.tell(TokenFault.EXPIRED, SOMEWHERE, null);
        }
        refusals.tell(TokenFault.MALFORMED, SOMEWHERE, null);
        assertThat(lines("192.0.2.77"))
                .hasSize(Refusals.LINES_A_MINUTE + 1)
                .contains("Refused malformed from 192.0.2.77", "Refused expired from 192.0.2.77");
        seconds = 60;
        Caller odd = new Caller(UUID.randomUUID(), "a\nb", Set.of());
        refusals.tell(TokenFault.EXPIRED, SOMEWHERE, odd);
        assertThat(lines("192.0.2.77").getLast())
                .isEqualTo(
                        "Refused expired of client (not printable) from 192.0.2.77, and 990 before"
                                + " it that are not written");
    }

    /** The networks of a credential are judged where it asks for tokens, too. */
    @Test
    void aSecretIsOfNoUseFromElsewhereAndTheLogSaysWhy() {
        String client = "elsewhere-" + UUID.randomUUID();
        ApplicationContext context = SERVICE.bean(ApplicationContext.class);
        String secret = TestCredentials.make(context, UUID.randomUUID(), client, "programs.read");
        assertThat(SERVICE.client().askForToken(client, secret).statusCode()).isEqualTo(200);
        String move = "UPDATE credential SET networks = '10.0.0.0/8' WHERE client_id = ?";
        assertThat(Sql.run(SERVICE, move, client)).isOne();
        HttpResponse<String> refused = SERVICE.client().askForToken(client, secret);
        HttpResponse<String> wrong = SERVICE.client().askForToken(client, "x");
        HttpResponse<String> revocation =
                SERVICE.client()
                        .postForm(
                                "/oauth2/revoke",
                                "token",
                                "x",
                                "client_id",
                                client,
                                "client_secret",
                                secret);
        for (HttpResponse<String> response : List.of(refused, wrong, revocation)) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
            assertThat(response.headers().firstValue("WWW-Authenticate"))
                    .contains("Basic realm=\"pryzma-ledger\"");
        }
        assertThat(lines(client))
                .as("not of the wrong secret, who may be anybody's")
                .hasSize(2)
                .allMatch(line ->
                        line.matches("Refused address_not_allowed of client .* from 127.0.0.1.*"))
                .noneMatch(line -> line.contains(secret));
    }

    @Test
    void aTokenIsNotInTheLineOfItsRefusal() {
        String client = "ended-" + UUID.randomUUID();
        ApplicationContext context = SERVICE.bean(ApplicationContext.class);
        UUID organisation = UUID.randomUUID();
        TestCredentials.make(context, organisation, client, "programs.read");
        String expire = "UPDATE credential SET expires_at = now() WHERE client_id = ?";
        Sql.run(SERVICE, expire, client);
        SERVICE.bean(Standing.class).run();
        String token = TestTokens.issue(context, organisation, client, Scope.PROGRAMS_READ);
        UUID request = UUID.randomUUID();
        HttpResponse<String> refused =
                SERVICE.client()
                        .send(
                                SERVICE.client()
                                        .request("/v1/programs")
                                        .header("Pryzma-Request-Id", request.toString())
                                        .header("Authorization", "Bearer " + token));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(lines(client))
                .containsExactly(
                        "Refused credential_expired of client " + client + " from 127.0.0.1");
        assertThat(log.list)
                .anyMatch(line ->
                        request.toString().equals(line.getMDCPropertyMap().get("request_id")))
                .noneMatch(line -> line.getFormattedMessage().contains(token.substring(0, 40)));
    }
}
