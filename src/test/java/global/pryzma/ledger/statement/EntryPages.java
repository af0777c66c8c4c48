package global.pryzma.ledger.statement;

import com.fasterxml.jackson.databind.JsonNode;

import global.pryzma.ledger.testing.Tenant;

import java.util.ArrayList;
import java.util.List;

/** The list of an account's entries, from page to page. */
final class EntryPages {
    private EntryPages() {}

    static String path(String account) {
        return "/v1/accounts/" + account + "/entries";
    }

    /** All that the query finds, by pages of its limit. */
    static List<JsonNode> of(Tenant tenant, String account, String query) {
        JsonNode first = Tenant.ok(tenant.get(path(account) + "?" + query));
        List<JsonNode> entries = new ArrayList<>();
        first.get("data").forEach(entries::add);
        entries.addAll(after(tenant, account, query, first));
        return entries;
    }

    /** All that comes behind a page. */
    static List<JsonNode> after(Tenant tenant, String account, String query, JsonNode page) {
        List<JsonNode> entries = new ArrayList<>();
        JsonNode last = page;
        while (last.get("has_more").asBoolean()) {
            String cursor = last.get("next_cursor").asText();
            last = Tenant.ok(tenant.get(path(account) + "?" + query + "&cursor=" + cursor));
            last.get("data").forEach(entries::add);
        }
        return entries;
    }
}
