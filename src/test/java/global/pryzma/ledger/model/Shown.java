package global.pryzma.ledger.model;

import static java.util.Objects.requireNonNull;

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
                        .put("debit_account_id", movement.debit.toString())
                        .put("credit_account_id", movement.credit.toString())
                        .put("amount", movement.amount.toString())
                        .put("currency", model.account(movement.debit).orElseThrow().currency())
                        .put("status", status(movement, now));
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

    private static String status(Movement movement, long now) {
        return switch (movement.kind) {
            case HOLD -> Moment.lowerCase(movement.state(now));
            case VOID -> "voided";
            case PLAIN, POST, REVERSAL -> "posted";
        };
    }
}
