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
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Applied;
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
        assertThat(text(mutation.content(EMPTY))).isEqualTo(id + "}");
        assertThat(text(mutation.encode(CREDITED)))
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
            assertThat(mutation.decode(1, mutation.encode(command))).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mutation.decode(2, mutation.encode(EMPTY)));
    }

    /**
     * Codes 4 and 3; flags 1 linked, 16 balancing debit, 32 balancing credit, 2 pending, 64 closing
     * debit.
     */
    @Test
    void theLedgersRowsArePermanent() {
        assertThat(mutation.plan(EMPTY, identity(EMPTY)))
                .isEqualTo(chain(EMPTY, Amount.ALL, 17, Amount.ALL, 33));
    }

    @Test
    void aBalanceThatWasThereIsRefusedAlthoughItMayBeGone() {
        assertThat(mutation.plan(CREDITED, identity(CREDITED)))
                .isEqualTo(chain(CREDITED, Amount.ALL, 1, Amount.ALL, 33));
        assertThat(mutation.plan(DEBITED, identity(DEBITED)))
                .isEqualTo(chain(DEBITED, Amount.ALL, 17, Amount.of(5), 1));
    }

    private Plan chain(
            CloseAccountCommand command, Amount out, int outFlags, Amount in, int inFlags) {
        Identity identity = identity(command);
        return new Plan.Transfers(
                List.of(
                        transfer(identity, 0, ID, NEVER_CREDITED, out, 4, outFlags),
                        transfer(identity, 1, NEVER_DEBITED, ID, in, 4, inFlags),
                        transfer(identity, 2, ID, PLAIN, Amount.ZERO, 3, 66)));
    }

    private static TransferFields transfer(
            Identity identity,
            int index,
            LedgerId debit,
            LedgerId credit,
            Amount amount,
            int code,
            int flags) {
        return new TransferFields(
                identity.ids().id(index),
                debit,
                credit,
                amount,
                LedgerId.NONE,
                LedgerId.NONE,
                identity.fingerprint64(),
                1,
                0,
                1001,
                code,
                flags);
    }

    @Test
    void theAnswerAndTheRow() {
        if (!(mutation.plan(EMPTY, identity(EMPTY))
                instanceof Plan.Transfers(List<TransferFields> transfers))) {
            throw new AssertionError();
        }
        Conclusion conclusion =
                mutation.conclude(
                        EMPTY,
                        identity(EMPTY),
                        new Applied.Transfers(
                                transfers.stream()
                                        .map(row -> new LedgerTransfer(row, row.code()))
                                        .toList()));
        assertThat(conclusion.response().status()).isEqualTo(200);
        assertThat(text(conclusion.response().body()))
                .contains("\"name\":\"Fees\"", "\"status\":\"closed\"", "\"posted\":\"0\"");
        assertThat(conclusion.rows().toArray())
                .containsExactly(AccountRows.CLOSED_AT.set(ACCOUNT, 3L));
    }

    @Test
    void whatTheLedgerForbidsIsAConflict() {
        for (TransferResult result :
                List.of(
                        TransferResult.EXCEEDS_CREDITS,
                        TransferResult.EXCEEDS_DEBITS,
                        TransferResult.DEBIT_ACCOUNT_ALREADY_CLOSED)) {
            assertThat(mutation.rejection(result).code()).isEqualTo(ProblemCode.CONFLICT);
        }
        assertThat(mutation.rejection(TransferResult.ID_ALREADY_FAILED).code())
                .isEqualTo(ProblemCode.TRANSFER_REJECTED);
    }

    private Identity identity(CloseAccountCommand command) {
        return Identities.of(ChangedAccounts.ORGANISATION, ChangedAccounts.KEY, mutation, command);
    }
}
