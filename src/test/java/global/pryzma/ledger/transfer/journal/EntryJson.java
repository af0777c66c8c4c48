package global.pryzma.ledger.transfer.journal;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Journal entries as clients write them. */
public final class EntryJson {
    private EntryJson() {}

    public static String entry(String... lines) {
        return Arrays.stream(lines).collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    }

    public static String debit(String account, String amount) {
        return line("debit", account, amount);
    }

    public static String credit(String account, String amount) {
        return line("credit", account, amount);
    }

    public static String with(String json, String field, String value) {
        return json.substring(0, json.length() - 1) + ",\"" + field + "\":\"" + value + "\"}";
    }

    private static String line(String side, String account, String amount) {
        return "{\"account_id\":\"%s\",\"side\":\"%s\",\"amount\":\"%s\"}"
                .formatted(account, side, amount);
    }
}
