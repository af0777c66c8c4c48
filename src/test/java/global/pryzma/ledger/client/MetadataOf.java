package global.pryzma.ledger.client;

import global.pryzma.client.ApiClient;
import global.pryzma.client.model.MetadataEntries;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * A filter by any entries of metadata: the generated one has the key {@code key} alone. The page of
 * clients shows the same text.
 */
final class MetadataOf extends MetadataEntries {
    private final Map<String, String> entries;

    MetadataOf(Map<String, String> entries) {
        this.entries = entries;
    }

    @Override
    public String toUrlQueryString(String prefix) {
        return entries.entrySet().stream()
                .map(entry ->
                        ApiClient.urlEncode(prefix + "[" + entry.getKey() + "]")
                                + "="
                                + ApiClient.urlEncode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }
}
