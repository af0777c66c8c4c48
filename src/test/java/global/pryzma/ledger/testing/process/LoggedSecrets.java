package global.pryzma.ledger.testing.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What must not be in any log, whatever happens to a service: tokens, secrets, and bodies. Every
 * process of the tests is looked through when it ends.
 */
final class LoggedSecrets {
    /**
     * The banner shows a newcomer the secret that was made for him, once; it is no line of a log.
     */
    private static final Pattern BANNER =
            Pattern.compile("(?m)^  Secret +pryzma_secret_\\S+  \\(shown this once\\)$");

    private static final Pattern SECRET =
            Pattern.compile(
                    // A token; a key; a credential's secret; a header that has one of them.
                    "eyJ[\\w-]{10,}\\.[\\w-]{10,}\\.|\"d\":\"[\\w-]{20,}|pryzma_secret_\\w"
                            + "|(?i)bearer [\\w-]{20,}|client_secret=|authorization: "
                            // A field that only bodies have.
                            + "|debit_account_id\"|\"amount\"|\"normal_side\"");

    private LoggedSecrets() {}

    static void requireNoneIn(String output) {
        assertThat(foundIn(output)).as("secrets in the log").isEmpty();
    }

    static List<String> foundIn(String output) {
        return BANNER.matcher(output)
                .replaceAll("")
                .lines()
                .filter(line -> SECRET.matcher(line).find())
                .toList();
    }
}
