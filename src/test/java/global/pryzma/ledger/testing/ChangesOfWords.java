package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The changes of words that are the same of everything that has a text and metadata, and none of
 * either at first.
 *
 * @param path of the thing
 * @param text the name of its text
 */
public record ChangesOfWords(Tenant tenant, String path, String text) {
    /** Gives it as it is in the end: with metadata {@code {"c":"3"}} and no text. */
    public JsonNode replaceAndRemoveOneByOne() {
        JsonNode named = changed("\"Ada \\uD83D\\uDE00\"");
        assertThat(named.get(text).asText()).isEqualTo("Ada \uD83D\uDE00");
        assertThat(named.has("metadata")).isFalse();
        JsonNode both = tenant.changed(path, "{\"metadata\":{\"b\":\"2\",\"a\":\"1\"}}");
        assertThat(both.get("metadata").toString()).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(both.get(text)).isEqualTo(named.get(text));
        assertThat(tenant.changed(path, "{\"metadata\":{\"c\":\"3\"}}").get("metadata").toString())
                .as("the whole map is replaced")
                .isEqualTo("{\"c\":\"3\"}");
        JsonNode nameless = changed("null");
        assertThat(nameless.has(text)).isFalse();
        assertThat(nameless.get("metadata").toString()).isEqualTo("{\"c\":\"3\"}");
        return nameless;
    }

    private JsonNode changed(String value) {
        return tenant.changed(path, "{\"" + text + "\":" + value + "}");
    }

    /** Of either the last one stays. */
    public void meetEachOther() throws Exception {
        AtOnce.send(
                        8,
                        i ->
                                tenant.patch(
                                        path,
                                        i % 2 == 0
                                                ? "{\"" + text + "\":\"" + i + "\"}"
                                                : "{\"metadata\":{\"i\":\"" + i + "\"}}"))
                .forEach(Tenant::ok);
        JsonNode thing = Tenant.ok(tenant.get(path));
        assertThat(thing.get(text).asText()).isIn("0", "2", "4", "6");
        assertThat(thing.at("/metadata/i").asText()).isIn("1", "3", "5", "7");
    }
}
