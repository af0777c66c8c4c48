package global.pryzma.ledger.account;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Mutation;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Applied;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.math.BigInteger;
import java.util.List;

/**
 * {@code accounts.close}: one chain that closes the account in the ledger if its balance is zero.
 *
 * <p>The chain moves the whole balance, whichever side it is on, to or from an account that can't
 * take or give anything (TigerBeetle: balancing_debit, balancing_credit). With no balance, nothing
 * moves and nothing fails; then the account is closed as by a freeze, by a transfer that is never
 * voided. No other transfer can come between.
 *
 * <p>A balance that was there when the account was read is refused even if it is gone by then: so
 * the answer, which shows the account as it was read, never shows a closed one with a balance.
 *
 * <p>Balancing leaves what is held out of account, so that holds would have to be asserted as well
 * before there can be any.
 */
@Singleton
final class CloseAccountMutation implements Mutation<CloseAccountCommand> {
    private final RecordedJson json;

    CloseAccountMutation(RecordedJson json) {
        this.json = json;
    }

    @Override
    public String operation() {
        return "accounts.close";
    }

    @Override
    public Scope scope() {
        return Scope.ACCOUNTS_WRITE;
    }

    @Override
    public byte[] content(CloseAccountCommand command) {
        return CloseAccountCommand.content(command.before().id());
    }

    @Override
    public byte[] encode(CloseAccountCommand command) {
        return command.encode();
    }

    @Override
    public CloseAccountCommand decode(int encodingVersion, byte[] encoded) {
        if (encodingVersion != 1) {
            throw new IllegalArgumentException("unknown encoding version " + encodingVersion);
        }
        return CloseAccountCommand.decode(encoded);
    }

    @Override
    public Plan plan(CloseAccountCommand command, Identity identity) {
        AccountSnapshot before = command.before();
        LedgerId account = LedgerId.of(before.id());
        int number = before.ledgerNumber();
        // What was credited beyond what was debited, when the account was read.
        BigInteger excess = before.counters().credits().subtract(before.counters().debits());
        return new Plan.Transfers(
                List.of(
                        transfer(
                                identity,
                                0,
                                account,
                                ControlAccounts.neverCredited(number),
                                moved(excess),
                                TransferKind.ZERO_BALANCE,
                                moving(excess, TransferFlags.BALANCING_DEBIT),
                                number),
                        transfer(
                                identity,
                                1,
                                ControlAccounts.neverDebited(number),
                                account,
                                moved(excess.negate()),
                                TransferKind.ZERO_BALANCE,
                                moving(excess.negate(), TransferFlags.BALANCING_CREDIT),
                                number),
                        transfer(
                                identity,
                                2,
                                account,
                                ControlAccounts.plain(number),
                                Amount.ZERO,
                                TransferKind.CLOSE,
                                TransferFlags.PENDING | TransferFlags.CLOSING_DEBIT,
                                number)));
    }

    /**
     * The amount that is moved: what was there when the account was read, so that it is refused
     * although it may be gone by now; else all that there is.
     */
    private static Amount moved(BigInteger excess) {
        return excess.signum() > 0 ? Amount.of(excess) : Amount.ALL;
    }

    private static int moving(BigInteger excess, int balancing) {
        return TransferFlags.LINKED | (excess.signum() > 0 ? 0 : balancing);
    }

    private static TransferFields transfer(
            Identity identity,
            int index,
            LedgerId debitAccountId,
            LedgerId creditAccountId,
            Amount amount,
            TransferKind kind,
            int flags,
            int ledgerNumber) {
        return new TransferFields(
                identity.ids().id(index),
                debitAccountId,
                creditAccountId,
                amount,
                LedgerId.NONE,
                LedgerId.NONE,
                identity.fingerprint64(),
                identity.encodingVersion(),
                0,
                ledgerNumber,
                kind.code(),
                flags);
    }

    @Override
    public Problem rejection(TransferResult result) {
        return switch (result) {
            case EXCEEDS_CREDITS, EXCEEDS_DEBITS ->
                    Problem.of(ProblemCode.CONFLICT, "the account's balance is not zero");
            case DEBIT_ACCOUNT_ALREADY_CLOSED ->
                    Problem.of(
                            ProblemCode.CONFLICT,
                            "the account is closed already, or frozen: then activate it first");
            default -> Mutation.super.rejection(result);
        };
    }

    @Override
    public Conclusion conclude(CloseAccountCommand command, Identity identity, Applied applied) {
        if (!(applied instanceof Applied.Transfers(List<LedgerTransfer> transfers))) {
            throw new IllegalArgumentException("not what was planned: " + applied);
        }
        AccountSnapshot before = command.before();
        AccountSnapshot closed =
                before.changed(before.name(), before.metadata(), AccountStatus.CLOSED);
        return new Conclusion(
                json.ok(AccountResponse.of(identity.organisation(), closed)),
                List.of(AccountRows.CLOSED_AT.set(closed.id(), transfers.getLast().timestamp())));
    }
}
