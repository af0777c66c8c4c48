package global.pryzma.replica.machine;

/** Spreads 128 bit ids, which are often consecutive, over all bits of a hash. */
final class Hash {
    private Hash() {}

    static long of(long low, long high) {
        long hash = (low ^ Long.rotateLeft(high, 32)) * 0x9e3779b97f4a7c15L;
        hash = (hash ^ hash >>> 32) * 0xd6e8feb86659fd93L + high;
        return hash ^ hash >>> 29;
    }
}
