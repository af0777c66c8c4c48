package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggedSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJwcnl6bWEifQ.c2ln",
                "client pryzma_secret_AVXcowElkLvg",
                "headers {Authorization: Basic YTpi}",
                "grant_type=client_credentials&client_secret=x",
                "body {\"debit_account_id\":\"7d1f3c52\"}",
            })
    void theyAreFound(String line) {
        assertThat(LoggedSecrets.foundIn("INFO begin\nINFO " + line + "\n"))
                .containsExactly("INFO " + line);
    }

    @Test
    void theBannerIsNoLog() {
        assertThat(
                        LoggedSecrets.foundIn(
                                "  Secret      pryzma_secret_AVXcow  (shown this once)\n"
                                        + "INFO it has begun\n"))
                .isEmpty();
    }
}
