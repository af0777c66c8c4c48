package global.pryzma.ledger.organisation;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The demo organisation's client id and secret, and their form in a file: lines that a shell can
 * {@code source}.
 */
public record DemoCredential(String clientId, String clientSecret) {
    private static final String ID = "PRYZMA_CLIENT_ID";
    private static final String SECRET = "PRYZMA_CLIENT_SECRET";

    static DemoCredential random() {
        return new DemoCredential("demo-" + UUID.randomUUID(), Secret.random());
    }

    String toFile() {
        return """
        # The credential of the demo organisation %s; for POST /oauth2/token.
        %s=%s
        %s=%s
        """
                .formatted(DemoOrganisation.ID, ID, clientId, SECRET, clientSecret);
    }

    static DemoCredential fromFile(String text) {
        Map<String, String> values = new HashMap<>();
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
            }
        }
        String clientId = values.get(ID);
        String secret = values.get(SECRET);
        if (clientId == null || secret == null) {
            throw new IllegalStateException(
                    "the file of the demo credential needs " + ID + " and " + SECRET);
        }
        return new DemoCredential(clientId, secret);
    }

    @Override
    public String toString() {
        return "DemoCredential[" + clientId + "]"; // never the secret, least of all in a log
    }
}
