package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Random lookups and filters, mostly valid ones. */
final class RandomReads {
    private final Dice dice;
    private final ReferenceModel model;

    RandomReads(Dice dice, ReferenceModel model) {
        this.dice = dice;
        this.model = model;
    }

    byte[] allAccounts() {
        return ids(model.accounts().stream().map(account -> account.id).toList());
    }

    byte[] someAccounts() {
        List<BigInteger> ids = new ArrayList<>();
        for (int i = dice.between(1, 20); i > 0; i--) {
            ids.add(dice.percent(80) ? dice.of(model.accounts()).id : dice.strangeId());
        }
        return ids(ids);
    }

    byte[] someTransfers() {
        List<BigInteger> tombstones = List.copyOf(model.tombstones());
        List<BigInteger> ids = new ArrayList<>();
        for (int i = dice.between(1, 60); i > 0; i--) {
            boolean known = dice.percent(85) && !model.transfers().isEmpty();
            boolean tombstone = !known && dice.percent(50) && !tombstones.isEmpty();
            ids.add(
                    known
                            ? dice.of(model.transfers()).id
                            : tombstone ? dice.of(tombstones) : dice.strangeId());
        }
        return ids(ids);
    }

    byte[] accountFilter() {
        ByteBuffer filter = ModelBytes.of(new byte[128]);
        BigInteger account = dice.percent(95) ? dice.of(model.accounts()).id : dice.strangeId();
        ModelBytes.u128(filter, 0, account);
        ModelBytes.u128(filter, 16, dice.percent(70) ? BigInteger.ZERO : dice.userData128());
        filter.putLong(32, dice.percent(70) ? 0 : dice.userData64());
        filter.putInt(40, dice.percent(70) ? 0 : dice.userData32());
        filter.putShort(44, (short) (dice.percent(70) ? 0 : dice.between(1, 4)));
        range(filter, 104);
        filter.putInt(120, limit());
        int flags = dice.of(1, 2, 3, 3, 3) | (dice.percent(50) ? 4 : 0);
        filter.putInt(124, flags);
        if (dice.percent(8)) {
            switch (dice.below(4)) {
                case 0 -> filter.put(dice.between(46, 103), (byte) 1);
                case 1 -> filter.putInt(124, flags | 1 << dice.between(3, 31));
                case 2 -> filter.putInt(124, flags & 4);
                default -> filter.putInt(120, 0);
            }
        }
        return filter.array();
    }

    byte[] queryFilter() {
        ByteBuffer filter = ModelBytes.of(new byte[64]);
        ModelBytes.u128(filter, 0, dice.percent(60) ? BigInteger.ZERO : dice.userData128());
        filter.putLong(16, dice.percent(60) ? 0 : dice.userData64());
        filter.putInt(24, dice.percent(60) ? 0 : dice.userData32());
        filter.putInt(28, dice.percent(60) ? 0 : dice.between(1, 3));
        filter.putShort(32, (short) (dice.percent(60) ? 0 : dice.between(1, 4)));
        range(filter, 40);
        filter.putInt(56, limit());
        int flags = dice.below(2);
        filter.putInt(60, flags);
        if (dice.percent(8)) {
            switch (dice.below(3)) {
                case 0 -> filter.put(dice.between(34, 39), (byte) 1);
                case 1 -> filter.putInt(60, flags | 1 << dice.between(1, 31));
                default -> filter.putInt(56, 0);
            }
        }
        return filter.array();
    }

    private void range(ByteBuffer filter, int at) {
        if (dice.percent(50)) {
            return;
        }
        filter.putLong(at, dice.percent(30) ? 0 : timestamp());
        filter.putLong(at + 8, dice.percent(30) ? 0 : timestamp());
    }

    private long timestamp() {
        if (dice.percent(5)) {
            return dice.of(1L, -1L, Long.MAX_VALUE);
        }
        boolean account = model.transfers().isEmpty() || dice.percent(30);
        long near =
                account
                        ? dice.of(model.accounts()).timestamp
                        : dice.of(model.transfers()).timestamp;
        return near + dice.between(-1, 1);
    }

    private int limit() {
        return dice.of(1, 2, 10, 100, 1000, 8189, 8190, 8191, -1);
    }

    private static byte[] ids(List<BigInteger> ids) {
        ByteBuffer body = ModelBytes.of(new byte[ids.size() * 16]);
        for (int i = 0; i < ids.size(); i++) {
            ModelBytes.u128(body, i * 16, ids.get(i));
        }
        return body.array();
    }
}
