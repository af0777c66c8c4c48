package global.pryzma.ledger.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What an account was: each movement of it, with the balance after it. */
public final class Past {
    private Past() {}

    /** Its entries as the API shows them, oldest first. */
    public static List<ObjectNode> entries(Model model, UUID of) {
        Account account = model.account(of).orElseThrow();
        List<ObjectNode> entries = new ArrayList<>();
        BigInteger posted = BigInteger.ZERO;
        for (UUID id : account.transfers().reversed()) {
            Movement movement = model.movement(id).orElseThrow();
            boolean debit = movement.debit.equals(of);
            BigInteger amount =
                    debit == account.isDebitNormal() ? movement.amount : movement.amount.negate();
            if (isPosted(movement)) {
                posted = posted.add(amount);
            }
            entries.add(entry(movement, debit, amount, posted));
        }
        return entries;
    }

    /** What is held, and given back, is in no balance. */
    private static boolean isPosted(Movement movement) {
        return switch (movement.kind) {
            case PLAIN, POST, REVERSAL, LINE -> true;
            case HOLD, VOID -> false;
        };
    }

    private static ObjectNode entry(
            Movement movement, boolean debit, BigInteger amount, BigInteger posted) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("transfer_id", movement.id.toString())
                        .put("kind", kind(movement))
                        .put("direction", debit ? "debit" : "credit")
                        .put("amount", amount.toString())
                        .put("posted_after", posted.toString());
        UUID other = debit ? movement.credit : movement.debit;
        if (!other.equals(Movement.NOBODY)) {
            json.put("counterparty_account_id", other.toString());
        }
        switch (movement.kind) {
            case LINE -> json.put("journal_entry_id", of(movement));
            case POST, VOID -> json.put("pending_transfer_id", of(movement));
            case REVERSAL -> json.put("reverses", of(movement));
            case PLAIN, HOLD -> {}
        }
        movement.words.addTo(json);
        return json.put("created_at", Moment.text(movement.createdAtNanos));
    }

    private static String kind(Movement movement) {
        return movement.kind == Movement.Kind.PLAIN
                ? "transfer"
                : movement.kind.name().toLowerCase(Locale.ROOT);
    }

    private static String of(Movement movement) {
        return requireNonNull(movement.of).toString();
    }
}
