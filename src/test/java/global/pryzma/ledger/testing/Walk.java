package global.pryzma.ledger.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A walk through a list, page by page, as a client makes it. */
public final class Walk {
    private static final int MOST_PAGES = 1_000;

    private Walk() {}

    /** All items of a list. */
    public static List<JsonNode> all(Tenant tenant, String path) {
        return on(tenant, path, "");
    }

    /** Those that a cursor leads to. */
    public static List<JsonNode> on(Tenant tenant, String path, String cursor) {
        List<JsonNode> items = new ArrayList<>();
        String next = cursor;
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            JsonNode page = page(tenant, path, next);
            page.get("data").forEach(items::add);
            if (!page.get("has_more").asBoolean()) {
                return items;
            }
            next = page.get("next_cursor").asText();
        }
        throw new AssertionError("a walk without an end: " + path);
    }

    /** The page that a cursor leads to; the first without one. */
    public static JsonNode page(Tenant tenant, String path, String cursor) {
        String query =
                cursor.isEmpty() ? "" : (path.contains("?") ? "&" : "?") + "cursor=" + cursor;
        return Tenant.ok(tenant.get(path + query));
    }

    /** The ids of all items of a list. */
    public static List<String> ids(Tenant tenant, String path) {
        return ids(all(tenant, path));
    }

    public static List<String> ids(List<JsonNode> items) {
        List<String> ids = items.stream().map(item -> item.get("id").asText()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        return ids;
    }

    /** A text as it stands in a query. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
