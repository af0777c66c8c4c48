package global.pryzma.ledger.model;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** The transfers of the model as the API shows them. */
public final class Shown {
    private Shown() {}

    /** At this time, with everything that is to be said of it. */
    public static ObjectNode transfer(Model model, UUID id, long now) {
        Movement movement = model.movement(id).orElseThrow();
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id.toString())
                        .put("amount", movement.amount.toString())
                        .put("currency", currency(model, movement))
                        .put("status", status(movement, now));
        if (!movement.debit.equals(Movement.NOBODY)) {
            json.put("debit_account_id", movement.debit.toString());
        }
        if (!movement.credit.equals(Movement.NOBODY)) {
            json.put("credit_account_id", movement.credit.toString());
        }
        if (movement.kind == Movement.Kind.LINE) {
            json.put("journal_entry_id", requireNonNull(movement.of).toString());
        }
        if (movement.timeoutSeconds > 0) {
            json.put("expires_at", Moment.text(movement.expiresAtNanos()));
        }
        Movement end = movement.end;
        if (end != null) {
            if (end.kind == Movement.Kind.POST) {
                json.put("posted_amount", end.amount.toString());
            }
            json.put("resolved_by", end.id.toString());
            json.put("resolved_at", Moment.text(end.createdAtNanos));
        }
        if (movement.kind == Movement.Kind.POST || movement.kind == Movement.Kind.VOID) {
            json.put("pending_transfer_id", requireNonNull(movement.of).toString());
        }
        if (movement.kind == Movement.Kind.REVERSAL) {
            json.put("reverses", requireNonNull(movement.of).toString());
        }
        if (movement.reversed.signum() > 0) {
            json.put("reversed_amount", movement.reversed.toString());
        }
        movement.words.addTo(json);
        return json.put("created_at", Moment.text(movement.createdAtNanos));
    }

    /** All transfers of an atomic batch at the time at which they were made. */
    public static ObjectNode batch(Model model, UUID id, Operation.Batch batch, long now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode transfers = json.putArray("transfers");
        for (int i = 0; i < batch.items().size(); i++) {
            transfers.add(transfer(model, Parts.id(id, i), now));
        }
        return json;
    }

    /** A journal entry, when it is read. */
    public static ObjectNode entry(Model model, UUID id) {
        Entry entry = model.entry(id).orElseThrow();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id.toString());
        ArrayNode lines = json.putArray("lines");
        entry.transfers.forEach((number, transfer) -> {
            Line line = entry.lines.get(number);
            lines.add(
                    line.json()
                            .put("currency", currency(model, line.account()))
                            .put("transfer_id", transfer.toString()));
        });
        if (entry.reverses != null) {
            json.put("reverses", entry.reverses.toString());
        }
        if (entry.reversed) {
            json.put("reversed", true);
        }
        entry.words.addTo(json);
        return json.put("created_at", Moment.text(entry.createdAtNanos));
    }

    private static String currency(Model model, Movement movement) {
        return currency(
                model, movement.debit.equals(Movement.NOBODY) ? movement.credit : movement.debit);
    }

    private static String currency(Model model, UUID account) {
        return model.account(account).orElseThrow().currency();
    }

    private static String status(Movement movement, long now) {
        return switch (movement.kind) {
            case HOLD -> Moment.lowerCase(movement.state(now));
            case VOID -> "voided";
            case PLAIN, POST, REVERSAL, LINE -> "posted";
        };
    }
}
