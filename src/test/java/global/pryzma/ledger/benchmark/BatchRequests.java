package global.pryzma.ledger.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Independent batches of transfers from any account to any other. */
final class BatchRequests {
    private final String head;
    private final List<UUID> accounts;
    private final int items;
    private final boolean worded;
    private final byte[] plain;

    /**
     * @param head of every request, up to its key
     * @param worded whether each transfer has a description and a reference
     */
    BatchRequests(String head, List<UUID> accounts, int items, boolean worded) {
        this.head = head;
        this.accounts = accounts;
        this.items = items;
        this.worded = worded;
        this.plain = body(new UUID(0, 0), false);
    }

    int items() {
        return items;
    }

    /** A new one, ready to be sent. */
    ByteBuffer[] next() {
        UUID key = LoadRequests.newKey();
        byte[] body = worded ? body(key, true) : plain;
        String line = head + key + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        return new ByteBuffer[] {
            ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)), ByteBuffer.wrap(body)
        };
    }

    private byte[] body(UUID key, boolean withWords) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        StringBuilder json = new StringBuilder("{\"atomic\":false,\"transfers\":[");
        for (int i = 0; i < items; i++) {
            int debit = random.nextInt(accounts.size());
            int credit = (debit + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
            json.append(i == 0 ? "" : ",")
                    .append("{\"debit_account_id\":\"")
                    .append(accounts.get(debit))
                    .append("\",\"credit_account_id\":\"")
                    .append(accounts.get(credit))
                    .append("\",\"amount\":\"1\"");
            if (withWords) {
                json.append(",\"description\":\"Salary of November\",\"reference\":\"")
                        .append(key)
                        .append('-')
                        .append(i)
                        .append('"');
            }
            json.append('}');
        }
        return json.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
