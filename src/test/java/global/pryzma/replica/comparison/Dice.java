package global.pryzma.replica.comparison;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Random choices of a workload, all from one seed. */
final class Dice {
    private final Random random;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    /** The seed given by {@code -Dtest.seed}, or else a new one. */
    static long seed() {
        return Long.getLong("test.seed", System.nanoTime());
    }

    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** 0 to limit - 1. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    /** From first to last. */
    int between(int first, int last) {
        return first + random.nextInt(last - first + 1);
    }

    int bits() {
        return random.nextInt();
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    int ofInts(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** Mostly unset; few values, so that rows share them, in every part of the number. */
    BigInteger userData128() {
        return switch (below(8)) {
            case 0, 1 -> BigInteger.ONE;
            case 2 -> BigInteger.ONE.shiftLeft(64);
            case 3 -> ModelBytes.MAX_128;
            default -> BigInteger.ZERO;
        };
    }

    long userData64() {
        return switch (below(6)) {
            case 0, 1 -> 1;
            case 2 -> -1;
            default -> 0;
        };
    }

    int userData32() {
        return switch (below(6)) {
            case 0, 1 -> 1;
            case 2 -> -1;
            default -> 0;
        };
    }

    /** A number that is no one's id but may be a neighbour's. */
    BigInteger strangeId() {
        return of(
                BigInteger.ZERO,
                ModelBytes.MAX_128,
                BigInteger.valueOf(987_654_321),
                BigInteger.ONE.shiftLeft(100).add(BigInteger.valueOf(below(10))));
    }
}
