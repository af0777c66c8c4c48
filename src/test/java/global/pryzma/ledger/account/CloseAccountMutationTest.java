package global.pryzma.ledger.account;

import static global.pryzma.ledger.account.ChangedAccounts.ACCOUNT;
import static global.pryzma.ledger.account.ChangedAccounts.FOUND_JSON;
import static global.pryzma.ledger.account.ChangedAccounts.found;
import static global.pryzma.ledger.account.ChangedAccounts.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferResult;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.ProblemCode;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.util.List;

class CloseAccountMutationTest {
    private static final LedgerId ID = LedgerId.of(ACCOUNT);
    private static final LedgerId PLAIN = new LedgerId(1, 1001);
    private static final LedgerId NEVER_CREDITED = new LedgerId(2, 1001);
    private static final LedgerId NEVER_DEBITED = new LedgerId(3, 1001);

    private static final CloseAccountCommand EMPTY = new CloseAccountCommand(found());
    private static final CloseAccountCommand CREDITED =
            new CloseAccountCommand(found(Amount.ZERO, Amount.ALL));
    private static final CloseAccountCommand DEBITED =
            new CloseAccountCommand(found(Amount.of(7), Amount.of(2)));

    private final CloseAccountMutation mutation =
            new CloseAccountMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("accounts.close");
        String id = "{\"account_id\":\"019a3c5e-9d40-8b11-a2f3-51c07e9a4000\"";
        assertThat(text(EMPTY.content())).isEqualTo(id + "}");
        assertThat(text(CREDITED.encode()))
                .isEqualTo(
                        id
                                + ","
                                + FOUND_JSON.formatted(
                                        "0", "340282366920938463463374607431768211455")
                                + "}");
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (CloseAccountCommand command : List.of(EMPTY, CREDITED, DEBITED)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
            assertThat(StoredForms.decode(mutation, 2, command.encode())).isEqualTo(command);
            assertThat(mutation.contentOfVersion(1, command.content()))
                    .isEqualTo(command.content());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 3, EMPTY.encode()));
    }

    /**
     * Codes 4 and 3; flags 1 linked, 16 balancing debit, 32 balancing credit, 2 pending, 64 closing
     * debit.
     */
    @Test
    void theLedgersRowsOfVersion1ArePermanent() {
        assertThat(mutation.plan(EMPTY, first(EMPTY)))
                .isEqualTo(firstChain(EMPTY, Amount.ALL, 17, Amount.ALL, 33));
        assertThat(mutation.plan(CREDITED, first(CREDITED)))
                .isEqualTo(firstChain(CREDITED, Amount.ALL, 1, Amount.ALL, 33));
        assertThat(mutation.plan(DEBITED, first(DEBITED)))
                .isEqualTo(firstChain(DEBITED, Amount.ALL, 17, Amount.of(5), 1));
    }

    /** Code 7 beside them; flags 3 linked and pending, 9 linked and a void. */
    @Test
    void theLedgersRowsArePermanent() {
        assertThat(mutation.plan(EMPTY, identity(EMPTY)))
                .isEqualTo(
                        chain(
                                EMPTY,
                                Amount.ALL,
                                17,
                                Amount.ALL,
                                33,
                                less(Amount.of(250)),
                                less(Amount.of(250))));
    }

    /** Nothing can be held on the limited side of an account whose balance is zero. */
    @Test
    void whatIsLimitedHasFewerLinks() {
        AccountSnapshot fee = found();
        CloseAccountCommand consumer =
                new CloseAccountCommand(
                        new AccountSnapshot(
                                fee.id(),
                                fee.programId(),
                                AccountType.CONSUMER,
                                fee.currency(),
                                fee.ledgerNumber(),
                                fee.label(),
                                fee.status(),
                                fee.counters(),
                                fee.createdAtNanos()));
        List<TransferFields> withDebits = mutation.plan(EMPTY, identity(EMPTY));
        List<TransferFields> plan = mutation.plan(consumer, identity(consumer));
        assertThat(plan.subList(0, 4)).isEqualTo(withDebits.subList(0, 4));
        assertThat(plan.subList(4, plan.size()))
                .containsExactly(transfer(identity(consumer), 4, ID, PLAIN, Amount.ZERO, 3, 66));
    }

    @Test
    void thePlanIsOneChain() {
        for (CloseAccountCommand command : List.of(EMPTY, CREDITED, DEBITED)) {
            assertThat(
                            StoredForms.plan(
                                    ChangedAccounts.ORGANISATION,
                                    ChangedAccounts.KEY,
                                    mutation,
                                    command))
                    .isEqualTo(new Plan.Chain(mutation.plan(command, identity(command))));
        }
    }

    @Test
    void aBalanceThatWasThereIsRefusedAlthoughItMayBeGone() {
        assertThat(mutation.plan(CREDITED, identity(CREDITED)))
                .isEqualTo(chain(CREDITED, Amount.ALL, 1, Amount.ALL, 33, Amount.ZERO, Amount.ALL));
        assertThat(mutation.plan(DEBITED, identity(DEBITED)))
                .isEqualTo(
                        chain(
                                DEBITED,
                                Amount.ALL,
                                17,
                                Amount.of(5),
                                1,
                                less(Amount.of(2)),
                                less(Amount.of(7))));
    }

    private static Amount less(Amount posted) {
        return Amount.of(Amount.ALL.toBigInteger().subtract(posted.toBigInteger()));
    }

    private List<TransferFields> firstChain(
            CloseAccountCommand command, Amount out, int outFlags, Amount in, int inFlags) {
        Identity identity = first(command);
        return List.of(
                transfer(identity, 0, ID, NEVER_CREDITED, out, 4, outFlags),
                transfer(identity, 1, NEVER_DEBITED, ID, in, 4, inFlags),
                transfer(identity, 2, ID, PLAIN, Amount.ZERO, 3, 66));
    }

    private List<TransferFields> chain(
            CloseAccountCommand command,
            Amount out,
            int outFlags,
            Amount in,
            int inFlags,
            Amount credits,
            Amount debits) {
        Identity identity = identity(command);
        return List.of(
                transfer(identity, 0, ID, NEVER_CREDITED, out, 4, outFlags),
                transfer(identity, 1, NEVER_DEBITED, ID, in, 4, inFlags),
                transfer(identity, 2, PLAIN, ID, credits, 7, 3),
                giveBack(identity, 3, PLAIN, ID),
                transfer(identity, 4, ID, PLAIN, debits, 7, 3),
                giveBack(identity, 5, ID, PLAIN),
                transfer(identity, 6, ID, PLAIN, Amount.ZERO, 3, 66));
    }

    private static TransferFields giveBack(
            Identity identity, int index, LedgerId debit, LedgerId credit) {
        return transfer(
                identity, index, debit, credit, Amount.ZERO, identity.ids().id(index - 1), 7, 9);
    }

    private static TransferFields transfer(
            Identity identity,
            int index,
            LedgerId debit,
            LedgerId credit,
            Amount amount,
            int code,
            int flags) {
        return transfer(identity, index, debit, credit, amount, LedgerId.NONE, code, flags);
    }

    private static TransferFields transfer(
            Identity identity,
            int index,
            LedgerId debit,
            LedgerId credit,
            Amount amount,
            LedgerId pending,
            int code,
            int flags) {
        return new TransferFields(
                identity.ids().id(index),
                debit,
                credit,
                amount,
                pending,
                LedgerId.NONE,
                identity.fingerprint64(),
                identity.encodingVersion(),
                0,
                1001,
                code,
                flags);
    }

    @Test
    void theAnswerAndTheRow() {
        Conclusion conclusion =
                mutation.conclude(
                        EMPTY,
                        identity(EMPTY),
                        mutation.plan(EMPTY, identity(EMPTY)).stream()
                                .map(row -> new LedgerTransfer(row, row.code()))
                                .toList());
        assertThat(conclusion.response().status()).isEqualTo(200);
        assertThat(text(conclusion.response().body()))
                .contains(
                        "\"name\":\"Fees\"",
                        "\"status\":\"closed\"",
                        "\"posted\":\"0\"",
                        "\"pending_debits\":\"0\"",
                        "\"pending_credits\":\"0\"");
        assertThat(conclusion.rows().toArray())
                .containsExactly(AccountRows.CLOSED_AT.set(ACCOUNT, 3L));
    }

    @Test
    void whatTheLedgerForbidsIsAConflict() {
        for (TransferResult result :
                List.of(
                        TransferResult.EXCEEDS_CREDITS,
                        TransferResult.EXCEEDS_DEBITS,
                        TransferResult.OVERFLOWS_CREDITS_PENDING,
                        TransferResult.OVERFLOWS_DEBITS_PENDING,
                        TransferResult.OVERFLOWS_CREDITS_POSTED,
                        TransferResult.OVERFLOWS_DEBITS_POSTED,
                        TransferResult.OVERFLOWS_CREDITS,
                        TransferResult.OVERFLOWS_DEBITS,
                        TransferResult.DEBIT_ACCOUNT_ALREADY_CLOSED)) {
            assertThat(mutation.rejection(0, result).code()).isEqualTo(ProblemCode.CONFLICT);
        }
        assertThat(mutation.rejection(0, TransferResult.ID_ALREADY_FAILED).code())
                .isEqualTo(ProblemCode.TRANSFER_REJECTED);
    }

    /** As version 1 of the service made it. */
    private Identity first(CloseAccountCommand command) {
        Identity now = identity(command);
        return new Identity(now.organisation(), now.ids(), now.fingerprint64(), 1);
    }

    private Identity identity(CloseAccountCommand command) {
        return Identities.of(ChangedAccounts.ORGANISATION, ChangedAccounts.KEY, mutation, command);
    }
}
