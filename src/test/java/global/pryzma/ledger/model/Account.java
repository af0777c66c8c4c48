package global.pryzma.ledger.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An account of the model. */
public final class Account {
    /** What TigerBeetle's counters, and sums of them, may have at most. */
    static final BigInteger MOST = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

    private static final Set<String> LIMITED = Set.of("consumer", "business", "reserve");
    private static final String DEBIT_NORMAL = "settlement";

    private final UUID id;
    private final UUID program;
    private final String type;
    private final String currency;
    private final @Nullable String name;
    private final long createdAtNanos;
    private final List<UUID> transfers = new ArrayList<>();

    Status status = Status.ACTIVE;
    BigInteger debitsPosted = BigInteger.ZERO;
    BigInteger creditsPosted = BigInteger.ZERO;
    BigInteger debitsPending = BigInteger.ZERO;
    BigInteger creditsPending = BigInteger.ZERO;

    Account(UUID id, Operation.Open opened, long createdAtNanos) {
        this.id = id;
        this.program = opened.program();
        this.type = opened.type();
        this.currency = opened.currency();
        this.name = opened.name();
        this.createdAtNanos = createdAtNanos;
    }

    /** As on the wire, in lower case. */
    public enum Status {
        ACTIVE,
        FROZEN,
        CLOSED
    }

    public UUID id() {
        return id;
    }

    UUID program() {
        return program;
    }

    String currency() {
        return currency;
    }

    public Status status() {
        return status;
    }

    long createdAtNanos() {
        return createdAtNanos;
    }

    boolean isClosedInLedger() {
        return status != Status.ACTIVE;
    }

    boolean isLimited() {
        return LIMITED.contains(type);
    }

    /** What a debit finds there: nothing below zero, and no limit where there is none. */
    public BigInteger free() {
        return isLimited()
                ? creditsPosted.subtract(debitsPosted).subtract(debitsPending)
                : MOST.subtract(debitsPosted).subtract(debitsPending);
    }

    boolean isEmpty() {
        return debitsPosted.equals(creditsPosted)
                && debitsPending.signum() == 0
                && creditsPending.signum() == 0;
    }

    void moves(UUID transfer) {
        transfers.add(transfer);
    }

    /** Its transfers as a list shows them, newest first. */
    public List<UUID> transfers() {
        return transfers.reversed();
    }

    /** The four counters, in the order of the ledger. */
    public List<BigInteger> figures() {
        return List.of(debitsPosted, creditsPosted, debitsPending, creditsPending);
    }

    boolean isDebitNormal() {
        return type.equals(DEBIT_NORMAL);
    }

    public ObjectNode balances() {
        boolean debitNormal = isDebitNormal();
        BigInteger posted =
                debitNormal
                        ? debitsPosted.subtract(creditsPosted)
                        : creditsPosted.subtract(debitsPosted);
        BigInteger held = debitNormal ? creditsPending : debitsPending;
        return JsonNodeFactory.instance
                .objectNode()
                .put("posted", posted.toString())
                .put("pending_debits", debitsPending.toString())
                .put("pending_credits", creditsPending.toString())
                .put("available", posted.subtract(held).toString())
                .put("debits_posted", debitsPosted.toString())
                .put("debits_pending", debitsPending.toString())
                .put("credits_posted", creditsPosted.toString())
                .put("credits_pending", creditsPending.toString());
    }

    /** As the API shows it. */
    public ObjectNode shown(UUID organisation) {
        ObjectNode json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id.toString())
                        .put("program_id", program.toString())
                        .put("organisation_id", organisation.toString())
                        .put("type", type)
                        .put("currency", currency);
        if (name != null) {
            json.put("name", name);
        }
        json.put("status", Moment.lowerCase(status));
        json.set("balances", balances());
        return json.put("created_at", Moment.text(createdAtNanos));
    }

    @Override
    public String toString() {
        return "%s account %s (%s): debits %s, credits %s, pending %s and %s"
                .formatted(
                        type,
                        id,
                        status,
                        debitsPosted,
                        creditsPosted,
                        debitsPending,
                        creditsPending);
    }
}
