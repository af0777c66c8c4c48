package global.pryzma.ledger.account;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.audit.AuditAction;
import global.pryzma.ledger.audit.AuditEvent;
import global.pryzma.ledger.books.ControlAccounts;
import global.pryzma.ledger.idempotency.ChainMutation;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Occasion;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.postgres.rows.RowWrite;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.security.Scope;

import jakarta.inject.Singleton;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code accounts.close}: one chain that closes the account in the ledger if its balance is zero
 * and nothing is held on it.
 *
 * <p>The chain moves the whole balance, whichever side it is on, to or from an account that can't
 * take or give anything (TigerBeetle: balancing_debit, balancing_credit). With no balance, nothing
 * moves and nothing fails; then the account is closed as by a freeze, by a transfer that is never
 * voided. No other transfer can come between.
 *
 * <p>A balance that was there when the account was read is refused even if it is gone by then: so
 * the answer, which shows the account as it was read, never shows a closed one with a balance.
 *
 * <p>Balancing leaves what is held out of account. So, from version 2 on, all that an account can
 * hold beside what was credited to it when it was read is held on it for a moment and given back,
 * and the same on the debit side where that has no limit: if anything is held already, or has come
 * in since, the ledger's counters would overflow. A limited side needs no such link: on it, nothing
 * can be held of a balance of zero.
 */
@Singleton
final class CloseAccountMutation implements ChainMutation<CloseAccountCommand> {
    /** The version that knows of holds. */
    private static final int WITH_HOLDS = 2;

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
    public int encodingVersion() {
        return WITH_HOLDS;
    }

    /** Only the plan is another one. */
    @Override
    public byte[] contentOfVersion(int encodingVersion, byte[] content) {
        return content;
    }

    @Override
    public CloseAccountCommand decode(int encodingVersion, CommandReader stored) {
        return CloseAccountCommand.read(stored);
    }

    @Override
    public Set<TransferKind> firstKinds() {
        return Set.of(TransferKind.ZERO_BALANCE);
    }

    @Override
    public List<TransferFields> plan(CloseAccountCommand command, Identity identity) {
        AccountSnapshot before = command.before();
        LedgerId account = LedgerId.of(before.id());
        int number = before.ledgerNumber();
        // What was credited beyond what was debited, when the account was read.
        BigInteger excess = before.counters().credits().subtract(before.counters().debits());
        List<TransferFields> chain = new ArrayList<>();
        chain.add(
                identity.transfer(0)
                        .debit(account)
                        .credit(ControlAccounts.neverCredited(number))
                        .amount(moved(excess))
                        .ledger(number)
                        .kind(TransferKind.ZERO_BALANCE)
                        .flags(moving(excess, TransferFlags.BALANCING_DEBIT))
                        .build());
        chain.add(
                identity.transfer(1)
                        .debit(ControlAccounts.neverDebited(number))
                        .credit(account)
                        .amount(moved(excess.negate()))
                        .ledger(number)
                        .kind(TransferKind.ZERO_BALANCE)
                        .flags(moving(excess.negate(), TransferFlags.BALANCING_CREDIT))
                        .build());
        if (identity.encodingVersion() >= WITH_HOLDS) {
            LedgerId plain = ControlAccounts.plain(number);
            holdForAMoment(chain, identity, number, plain, account, before.counters().credits());
            if (!before.type().isLimited()) {
                holdForAMoment(chain, identity, number, account, plain, before.counters().debits());
            }
        }
        chain.add(
                identity.transfer(chain.size())
                        .debit(account)
                        .credit(ControlAccounts.plain(number))
                        .amount(Amount.ZERO)
                        .ledger(number)
                        .kind(TransferKind.CLOSE)
                        .flags(TransferFlags.PENDING | TransferFlags.CLOSING_DEBIT)
                        .build());
        return chain;
    }

    /**
     * Adds a hold of all that fits in beside what was posted, and its void.
     *
     * @param posted on this side of the account, when it was read
     */
    private static void holdForAMoment(
            List<TransferFields> chain,
            Identity identity,
            int number,
            LedgerId debit,
            LedgerId credit,
            BigInteger posted) {
        LedgerId hold = identity.ids().id(chain.size());
        chain.add(
                identity.transfer(hold)
                        .debit(debit)
                        .credit(credit)
                        .amount(Amount.of(Amount.ALL.toBigInteger().subtract(posted)))
                        .ledger(number)
                        .kind(TransferKind.NOTHING_HELD)
                        .flags(TransferFlags.LINKED | TransferFlags.PENDING)
                        .build());
        chain.add(
                identity.transfer(chain.size())
                        .debit(debit)
                        .credit(credit)
                        .amount(Amount.ZERO)
                        .pending(hold)
                        .ledger(number)
                        .kind(TransferKind.NOTHING_HELD)
                        .flags(TransferFlags.LINKED | TransferFlags.VOID_PENDING)
                        .build());
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

    @Override
    public Problem rejection(int index, TransferResult result) {
        return switch (result) {
            case EXCEEDS_CREDITS, EXCEEDS_DEBITS ->
                    Problem.of(ProblemCode.CONFLICT, "the account's balance is not zero");
            case OVERFLOWS_DEBITS_PENDING,
                    OVERFLOWS_CREDITS_PENDING,
                    OVERFLOWS_DEBITS,
                    OVERFLOWS_CREDITS ->
                    Problem.of(
                            ProblemCode.CONFLICT,
                            "the account has open holds: they have to be posted or voided first");
            case OVERFLOWS_DEBITS_POSTED, OVERFLOWS_CREDITS_POSTED ->
                    Problem.of(
                            ProblemCode.CONFLICT, "the account was used while it was being closed");
            case DEBIT_ACCOUNT_ALREADY_CLOSED ->
                    Problem.of(
                            ProblemCode.CONFLICT,
                            "the account is closed already, or frozen: then activate it first");
            default -> ChainMutation.super.rejection(index, result);
        };
    }

    @Override
    public List<RowWrite> notes(CloseAccountCommand command, Occasion occasion) {
        return AuditEvent.noted(
                AuditAction.ACCOUNT_CLOSE,
                occasion,
                command.before().id().toString(),
                occasion.organisation());
    }

    @Override
    public Conclusion conclude(
            CloseAccountCommand command, Identity identity, List<LedgerTransfer> transfers) {
        AccountSnapshot read = command.before();
        // What was held then had ended when the account was closed.
        AccountSnapshot before =
                identity.encodingVersion() >= WITH_HOLDS ? read.withoutHolds() : read;
        AccountSnapshot closed = before.changed(before.label(), AccountStatus.CLOSED);
        return new Conclusion(
                json.ok(AccountResponse.of(identity.organisation(), closed)),
                List.of(AccountRows.CLOSED_AT.set(closed.id(), transfers.getLast().timestamp())));
    }
}
