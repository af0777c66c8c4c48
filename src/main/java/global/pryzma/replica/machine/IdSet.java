package global.pryzma.replica.machine;

import global.pryzma.replica.protocol.U128;

import java.io.IOException;

/** A set of ids that only grows: those which failed once and are dead for ever. */
final class IdSet {
    private static final int ID_WORDS = 2;

    private final Rows ids = new Rows(ID_WORDS);
    private final IdIndex index = new IdIndex(ids);

    int count() {
        return ids.count();
    }

    boolean contains(U128 id) {
        return ids.count() > 0 && index.find(id) >= 0;
    }

    void add(U128 id) {
        if (!contains(id)) {
            index.add(ids.add(new long[] {id.low(), id.high()}, 0));
        }
    }

    Frozen freeze() {
        return ids.freeze();
    }

    void load(WordSource source) throws IOException {
        ids.load(source);
        index.rebuild();
    }
}
