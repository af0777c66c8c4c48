package global.pryzma.ledger.security;

/** Where the {@link StandingList} comes from. */
public interface StandingSource {
    StandingList read();
}
