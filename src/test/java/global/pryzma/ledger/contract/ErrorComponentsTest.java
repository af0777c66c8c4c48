package global.pryzma.ledger.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The errors in {@code openapi.yaml} are those of the catalogue, to the letter.
 *
 * <p>{@code mvn -q test -Dtest=ErrorComponentsTest -Dopenapi.write=true} writes them instead of
 * checking; a new code then has its line in the table, and waits to be given to a response.
 */
class ErrorComponentsTest {
    private static final boolean WRITE = Boolean.getBoolean("openapi.write");

    private final String text;
    private final Path draft;

    ErrorComponentsTest(@TempDir Path folder) throws IOException {
        draft = folder.resolve("openapi.yaml");
        String asItStands = Files.readString(Contract.FILE);
        if (WRITE) {
            Files.writeString(Contract.FILE, ErrorComponents.writtenInto(asItStands));
        }
        text = Files.readString(Contract.FILE);
    }

    @Test
    void theyAreWrittenAsTheCatalogueHasThem() throws Exception {
        assertThat(Contract.FILE)
                .as("to write them: mvn -q test -Dtest=ErrorComponentsTest -Dopenapi.write=true")
                .hasContent(ErrorComponents.writtenInto(text));
    }

    @Test
    void whatFollowsFromTheCatalogueIsWrittenAnew() throws Exception {
        assertRestored(changed("title: The bearer token is not valid", "title: Token"));
        assertRestored(changed("error_id: 5002", "error_id: 5009"));
        assertRestored(changed("            retryable: true\n", ""));
        assertRestored(
                changed("| `conflict` | 409 | no | used |", "| `conflict` | 408 | yes | free |"));
        assertRestored(changed("        - insufficient_funds\n", ""));
        assertRestored(
                changed("        Retry-After: {$ref: '#/components/headers/RetryAfter'}\n", ""));
    }

    @Test
    void whatPeopleHaveWrittenStays() throws Exception {
        assertKept(
                changed(
                        "description: The token lacks the operation's scope, or its organisation is"
                                + " suspended.",
                        "description: It may not."));
        assertKept(changed("detail: accounts_must_be_different", "detail: 'one: ''two'', three'"));
        assertKept(changed("| a fault in the service |", "| whatever | else |"));
    }

    @Test
    void aNewResponseNeedsItsNameItsWordsAndItsCodes() throws Exception {
        String whole =
                text.substring(
                        text.indexOf("    Forbidden:\n"), text.indexOf("    MalformedRequest:\n"));
        String begun =
                """
                    Forbidden:
                      description: The token lacks the operation's scope, or its organisation is suspended.
                      content:
                        application/json:
                          examples:
                            insufficient_scope: {value: {error: insufficient_scope}}
                            organisation_suspended: {value: {error: organisation_suspended}}
                """;
        assertRestored(changed(whole, begun));
    }

    @Test
    void aCodeThatIsNoneAndCodesOfTwoStatusesAreRefused() {
        String unknown = changed("example: {error: request_cancelled}", "example: {error: big}");
        assertThatThrownBy(() -> ErrorComponents.writtenInto(unknown))
                .hasMessageContaining("Cancelled has an example of no code");
        String mixed =
                changed(
                        "            conflict: {value: {error: conflict}}",
                        "            not_found: {value: {error: not_found}}");
        assertThatThrownBy(() -> ErrorComponents.writtenInto(mixed))
                .hasMessageContaining("Conflict needs codes of one status");
    }

    private void assertRestored(String broken) throws IOException {
        assertThat(Files.writeString(draft, ErrorComponents.writtenInto(broken))).hasContent(text);
    }

    private void assertKept(String edited) throws IOException {
        assertThat(Files.writeString(draft, ErrorComponents.writtenInto(edited)))
                .hasContent(edited);
    }

    /** The document with every occurrence of a text replaced. */
    private String changed(String what, String by) {
        assertThat(text.contains(what)).as(what).isTrue();
        return text.replace(what, by);
    }
}
