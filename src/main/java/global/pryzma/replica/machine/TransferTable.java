package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;
import java.util.Arrays;

/** All transfers, in the order of their timestamps, and what became of the pending ones. */
final class TransferTable {
    private final Rows rows = new Rows(Words.COUNT);
    private final IdIndex index = new IdIndex(rows);
    private final FieldSummaries summaries = new FieldSummaries();
    private final KindLists kinds = new KindLists();
    private byte[] statuses = new byte[1 << 10];

    /** What a transfer is waiting for, or what it came to. */
    enum Status {
        NOT_PENDING,
        PENDING,
        POSTED,
        VOIDED,
        EXPIRED;

        private static final Status[] ALL = values();
    }

    Rows rows() {
        return rows;
    }

    FieldSummaries summaries() {
        return summaries;
    }

    KindLists kinds() {
        return kinds;
    }

    /** The row number of the transfer with this id, or -1. */
    int find(U128 id) {
        return index.find(id);
    }

    TransferWords get(int row) {
        return new TransferWords(rows.words(row), rows.at(row));
    }

    /** Appends a transfer and returns its row number. */
    int add(TransferWords transfer) {
        int row = rows.add(transfer.words(), transfer.at());
        index.add(row);
        summaries.add(row, transfer);
        kinds.add(row, transfer);
        if (row == statuses.length) {
            statuses = Arrays.copyOf(statuses, row + (row >> 1));
        }
        status(row, transfer.has(TransferWords.PENDING) ? Status.PENDING : Status.NOT_PENDING);
        return row;
    }

    void removeNewest() {
        int row = rows.count() - 1;
        index.removeNewest(row);
        kinds.removeNewest(get(row));
        rows.truncate(row);
    }

    Frozen freeze() {
        Frozen frozenRows = rows.freeze();
        byte[] frozenStatuses = Arrays.copyOf(statuses, rows.count());
        return sink -> {
            frozenRows.writeTo(sink);
            for (int row = 0; row < frozenStatuses.length; row += Long.BYTES) {
                long word = 0;
                for (int i = 0; i < Long.BYTES && row + i < frozenStatuses.length; i++) {
                    word |= (long) frozenStatuses[row + i] << i * Byte.SIZE;
                }
                sink.put(word);
            }
        };
    }

    void load(WordSource source) throws IOException {
        rows.load(source);
        index.rebuild();
        for (int row = 0; row < rows.count(); row++) {
            summaries.add(row, get(row));
            kinds.add(row, get(row));
        }
        statuses = new byte[Math.max(statuses.length, rows.count())];
        for (int row = 0; row < rows.count(); row += Long.BYTES) {
            long word = source.get();
            for (int i = 0; i < Long.BYTES && row + i < rows.count(); i++) {
                statuses[row + i] = (byte) (word >>> i * Byte.SIZE);
            }
        }
    }

    Status status(int row) {
        return Status.ALL[statuses[row]];
    }

    void status(int row, Status status) {
        statuses[row] = (byte) status.ordinal();
    }
}
