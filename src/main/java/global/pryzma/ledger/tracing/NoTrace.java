package global.pryzma.ledger.tracing;

import org.jspecify.annotations.Nullable;

/** Work of which nothing is told. */
final class NoTrace implements Trace {
    @Override
    public @Nullable String id() {
        return null;
    }

    @Override
    public boolean isTold() {
        return false;
    }

    @Override
    public Trace part(String name) {
        return this;
    }

    @Override
    public void tell(String name, String value) {}

    @Override
    public void tell(String name, long value) {}

    @Override
    public void failed(String why) {}

    @Override
    public void end() {}
}
