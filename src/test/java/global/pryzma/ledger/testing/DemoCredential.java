package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The credential that the first start leaves in the data folder. */
public record DemoCredential(String clientId, String clientSecret) {
    public static DemoCredential of(Path dataFolder) {
        try {
            Map<String, String> lines =
                    Files.readAllLines(dataFolder.resolve("demo-credential")).stream()
                            .filter(line -> line.contains("="))
                            .map(line -> line.split("=", 2))
                            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            return new DemoCredential(
                    String.valueOf(lines.get("PRYZMA_CLIENT_ID")),
                    String.valueOf(lines.get("PRYZMA_CLIENT_SECRET")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes the embedded ledger of a service away, {@code stop}, or gives it back, {@code start}.
     */
    public HttpResponse<String> switchLedger(ServiceClient client, String direction) {
        return client.send(
                client.request("/embedded/ledger/" + direction)
                        .header("Authorization", "Bearer " + token(client))
                        .POST(BodyPublishers.noBody()));
    }

    /** An access token with every scope of the credential. */
    public String token(ServiceClient client) {
        HttpResponse<String> response = client.askForToken(clientId, clientSecret);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Books.json(response.body()).path("access_token").asText();
    }
}
