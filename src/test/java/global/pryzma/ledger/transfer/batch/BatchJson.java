package global.pryzma.ledger.transfer.batch;

import static global.pryzma.ledger.testing.Tenant.transferJson;

import java.util.List;
import java.util.stream.IntStream;

/** The JSON of batches. */
public final class BatchJson {
    private BatchJson() {}

    public static String atomic(String... transfers) {
        return batch(true, List.of(transfers));
    }

    public static String each(String... transfers) {
        return batch(false, List.of(transfers));
    }

    public static String batch(boolean atomic, List<String> transfers) {
        return "{\"atomic\":" + atomic + ",\"transfers\":[" + String.join(",", transfers) + "]}";
    }

    /** So many transfers of 1. */
    public static List<String> ones(int count, String debit, String credit) {
        return IntStream.range(0, count).mapToObj(_ -> transferJson(debit, credit, "1")).toList();
    }

    /** The transfer with more fields. */
    public static String with(String transfer, String fields) {
        return transfer.substring(0, transfer.length() - 1) + "," + fields + "}";
    }
}
