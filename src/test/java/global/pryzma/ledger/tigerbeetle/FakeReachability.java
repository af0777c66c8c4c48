package global.pryzma.ledger.tigerbeetle;

/** Addresses at which somebody listens when the test says so. */
final class FakeReachability implements Reachability {
    boolean listens = true;
    long beginnings;
    long moves;
    boolean watched;

    /** Nobody listens for a moment. */
    void beginAgain() {
        beginnings++;
    }

    @Override
    public void watch(Runnable wake) {
        watched = true;
    }

    @Override
    public void leave(Runnable wake) {
        watched = false;
    }

    @Override
    public boolean anyoneListens() {
        return listens;
    }

    @Override
    public long beginnings() {
        return beginnings;
    }

    @Override
    public long moves() {
        return moves;
    }
}
