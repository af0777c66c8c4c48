package global.pryzma.ledger.tigerbeetle;

import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.LedgerId;

import java.util.UUID;

/** A genesis account that is remembered in memory. */
final class TestGenesis implements GenesisAccount {
    private final LedgerId id;
    private volatile boolean written;

    TestGenesis() {
        this(LedgerId.of(UUID.randomUUID()));
    }

    private TestGenesis(LedgerId id) {
        this.id = id;
    }

    /** The same account, of a service that has not written it yet. */
    TestGenesis unwritten() {
        return new TestGenesis(id);
    }

    @Override
    public LedgerId id() {
        return id;
    }

    @Override
    public boolean isWritten() {
        return written;
    }

    @Override
    public void written() {
        written = true;
    }
}
