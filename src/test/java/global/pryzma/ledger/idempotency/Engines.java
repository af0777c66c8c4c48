package global.pryzma.ledger.idempotency;

import global.pryzma.ledger.idempotency.store.Transactions;
import global.pryzma.ledger.ledger.Ledger;
import global.pryzma.ledger.metrics.Metrics;
import global.pryzma.ledger.testing.ServiceUnderTest;

import java.util.List;

/** Engines beside that of a service, which somebody has to close. */
final class Engines {
    private Engines() {}

    /** One with the service's Postgres, as another instance has it. */
    static IdempotencyEngine beside(ServiceUnderTest service, Ledger ledger, Mutations mutations) {
        return new IdempotencyEngine(
                ledger,
                service.bean(Transactions.class),
                service.bean(IdempotencySettings.class),
                mutations,
                service.bean(RecordedProblems.class),
                List.of(),
                new Metrics(),
                service.bean(SealedResponses.class),
                service.bean(DryRunAnswers.class));
    }
}
