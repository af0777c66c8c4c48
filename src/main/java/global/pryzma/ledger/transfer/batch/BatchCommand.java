package global.pryzma.ledger.transfer.batch;

import global.pryzma.ledger.api.LongWork;
import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.transfer.AskedTransfer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Transfers to make, checked. Whether all or each of them is not in the content: the operations are
 * two.
 *
 * @param items in the order of the request
 * @param currencies of the items' ledger numbers
 */
record BatchCommand(List<BatchItem> items, SortedMap<Integer, String> currencies)
        implements Command {
    /** The most transfers of a batch. With their anchor they fit into the largest message. */
    static final int MAX_ITEMS = 8_000;

    /** Of one without words; an array that grows is made anew, and copied. */
    private static final int BYTES_OF_AN_ITEM = 160;

    /** What the list is called in the request, in the command, and in an answer. */
    static final String LIST = "transfers";

    BatchCommand {
        items = List.copyOf(items);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException("a batch of " + items.size());
        }
        for (BatchItem item : items) {
            if (!currencies.containsKey(item.ledgerNumber())) {
                throw new IllegalArgumentException("no currency of " + item.ledgerNumber());
            }
        }
    }

    /** The {@link #content()} before the accounts are found. */
    static byte[] content(List<AskedTransfer> asked) {
        return CommandWriter.begin(256 + asked.size() * BYTES_OF_AN_ITEM)
                .objects(LIST, asked, (item, command) -> item.write(command))
                .end();
    }

    /** Version 1. */
    @Override
    public byte[] content() {
        return content(items.stream().map(BatchItem::asked).toList());
    }

    /** With the accounts' facts, version 1. */
    @Override
    public byte[] encode() {
        return LongWork.inTurn(this::encoded);
    }

    private byte[] encoded() {
        return CommandWriter.begin(256 + items.size() * BYTES_OF_AN_ITEM)
                .objects(LIST, items, BatchItem::write)
                .objects(
                        "currencies",
                        List.copyOf(currencies.entrySet()),
                        (of, command) ->
                                command.number("ledger_number", of.getKey())
                                        .text("currency", of.getValue()))
                .end();
    }

    static BatchCommand read(CommandReader command) {
        List<BatchItem> items = command.objects(LIST, BatchItem::read);
        SortedMap<Integer, String> currencies = new TreeMap<>();
        command.objects(
                "currencies",
                of -> currencies.put(of.integer("ledger_number"), of.text("currency")));
        return new BatchCommand(items, currencies);
    }

    String currency(BatchItem item) {
        return Objects.requireNonNull(currencies.get(item.ledgerNumber()));
    }

    /** What the items' references take. */
    List<Reservation> reservations() {
        return items.stream()
                .flatMap(item -> item.asked().words().reservations().stream())
                .toList();
    }

    /** Where a reference stands that is taken. */
    Optional<String> placeOf(Reservation taken) {
        List<AskedTransfer> asked = items.stream().map(BatchItem::asked).toList();
        return Optional.ofNullable(places(asked).get(taken.value()));
    }

    /** The places of the references, in the order of the items. */
    static SequencedMap<String, String> places(List<AskedTransfer> items) {
        SequencedMap<String, String> places = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            String reference = items.get(i).words().reference();
            if (reference != null) {
                places.put(reference, pointer(i) + "/reference");
            }
        }
        return places;
    }

    /** A JSON pointer to the item with this index. */
    static String pointer(int index) {
        return "/" + LIST + "/" + index;
    }
}
