package global.pryzma.ledger.account;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.AccountsMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Quota;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.organisation.OrganisationLimits;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/** {@code accounts.create}: one account in the ledger, one row. */
@Singleton
final class OpenAccountMutation implements AccountsMutation<OpenAccountCommand> {
    private final RecordedJson json;
    private final OrganisationLimits limits;

    OpenAccountMutation(RecordedJson json, OrganisationLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    @Override
    public String operation() {
        return "accounts.create";
    }

    @Override
    public Scope scope() {
        return Scope.ACCOUNTS_WRITE;
    }

    @Override
    public OpenAccountCommand decode(int encodingVersion, CommandReader stored) {
        return OpenAccountCommand.read(stored);
    }

    @Override
    public List<AccountFields> plan(OpenAccountCommand command, Identity identity) {
        return List.of(
                identity.account(0)
                        // A lost row of Postgres can be made again from it.
                        .related(LedgerId.of(command.programId()))
                        .ledger(command.ledgerNumber())
                        .code(command.type().code())
                        .flags(command.type().flags())
                        .build());
    }

    @Override
    public Optional<Quota> quota() {
        return Optional.of(limits.accounts());
    }

    @Override
    public Conclusion conclude(
            OpenAccountCommand command, Identity identity, List<LedgerAccount> accounts) {
        long timestamp = accounts.getFirst().timestamp();
        // The account as it was opened, also when a late try finds it in use already: every try
        // has the same answer.
        AccountSnapshot opened =
                new AccountSnapshot(
                        identity.id().toUuid(),
                        command.programId(),
                        command.type(),
                        command.currency(),
                        command.ledgerNumber(),
                        command.label(),
                        AccountStatus.ACTIVE,
                        Counters.ZERO,
                        timestamp);
        AccountRow row =
                new AccountRow(
                        opened.id(),
                        identity.organisation(),
                        command.programId(),
                        command.type().code(),
                        command.ledgerNumber(),
                        command.label().name(),
                        command.label().metadata().column(),
                        timestamp,
                        null);
        return new Conclusion(
                json.created(AccountResponse.of(identity.organisation(), opened)),
                List.of(AccountRows.INSERT.row(row)));
    }
}
