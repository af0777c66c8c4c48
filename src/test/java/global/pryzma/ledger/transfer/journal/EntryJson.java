package global.pryzma.ledger.transfer.journal;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Journal entries as clients write them. */
final class EntryJson {
    private EntryJson() {}

    static String entry(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    static String debit(String account, String amount) {
        return line("debit", account, amount);
    }

    static String credit(String account, String amount) {
        return line("credit", account, amount);
    }

    static String with(String json, String field, String value) {
        return json.substring(0, json.length() - 1) + ",\"" + field + "\":\"" + value + "\"}";
    }

    private static String line(String side, String account, String amount) {
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%s\"}"
                .formatted(account, side, amount);
    }
}
