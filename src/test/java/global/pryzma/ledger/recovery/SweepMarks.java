package global.pryzma.ledger.recovery;

import global.pryzma.ledger.api.LedgerReadings;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.ledger.GenesisAccount;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.ledger.LedgerCall;
import global.pryzma.ledger.testing.ServiceUnderTest;
import global.pryzma.ledger.testing.Sql;

import java.time.Duration;
import java.util.List;

/**
 * The marks that say how far a service has compared its ledger with its Postgres. What is older
 * than the genesis account is nobody's, or belongs to others who use the same ledger.
 */
final class SweepMarks {
    private SweepMarks() {}

    /** The sweep goes on from the genesis account. */
    static void setToGenesis(ServiceUnderTest service) {
        long genesis = genesis(service);
        Sql.run(
                service,
                "UPDATE sweep SET accounts_until_nanos = ?, transfers_until_nanos = ?",
                genesis,
                genesis);
    }

    /** The mark of the genesis account: when it was made, in nanoseconds by the ledger's clock. */
    static long genesis(ServiceUnderTest service) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(30));
        return LedgerReadings.answered(
                        service.bean(Ledger.class)
                                .lookupAccounts(
                                        List.of(service.bean(GenesisAccount.class).id()),
                                        new LedgerCall(LedgerCall.SERVICE, deadline)))
                .getFirst()
                .timestamp();
    }
}
