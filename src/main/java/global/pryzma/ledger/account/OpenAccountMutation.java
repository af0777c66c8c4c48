package global.pryzma.ledger.account;

import global.pryzma.ledger.api.JsonColumns;
import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.util.List;

/** {@code accounts.create}: one account in the ledger, one row. */
@Singleton
final class OpenAccountMutation implements Mutation<OpenAccountCommand> {
    private final RecordedJson json;

    OpenAccountMutation(RecordedJson json) {
        this.json = json;
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
    public byte[] content(OpenAccountCommand command) {
        return command.content();
    }

    @Override
    public byte[] encode(OpenAccountCommand command) {
        return command.encode();
    }

    @Override
    public OpenAccountCommand decode(int encodingVersion, byte[] encoded) {
        if (encodingVersion != 1) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return OpenAccountCommand.decode(encoded);
    }

    @Override
    public Plan plan(OpenAccountCommand command, Identity identity) {
        return new Plan.Accounts(List.of(account(command, identity)));
    }

    private static AccountFields account(OpenAccountCommand command, Identity identity) {
        return new AccountFields(
                identity.id(),
                // A lost row of Postgres can be made again from it.
                LedgerId.of(command.programId()),
                identity.fingerprint64(),
                identity.encodingVersion(),
                command.ledgerNumber(),
                command.type().code(),
                command.type().flags());
    }

    @Override
    public Conclusion conclude(OpenAccountCommand command, Identity identity, Applied applied) {
        if (!(applied instanceof Applied.Accounts(List<LedgerAccount> accounts))) {
            throw new IllegalArgumentException("not what was planned: " + applied);
        }
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
                        command.name(),
                        command.metadata(),
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
                        command.name(),
                        JsonColumns.ofTextMap(command.metadata()),
                        timestamp,
                        null);
        return new Conclusion(
                json.created(AccountResponse.of(identity.organisation(), opened)),
                List.of(AccountRows.INSERT.row(row)));
    }
}
