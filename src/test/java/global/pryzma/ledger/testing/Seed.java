package global.pryzma.ledger.testing;

/** Seeds of random tests. They are printed; {@code -Dtest.seed=} gives the same again. */
public final class Seed {
    private Seed() {}

    /** The one of this test, which it prints. */
    public static long of(Class<?> test) {
        long seed = Long.getLong("test.seed", any());
        System.out.println(test.getSimpleName() + ": -Dtest.seed=" + seed);
        return seed;
    }

    public static long any() {
        return System.nanoTime() & Integer.MAX_VALUE;
    }
}
