package global.pryzma.replica.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import com.tigerbeetle.CreateAccountResult;

import global.pryzma.replica.protocol.MessageLimit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Every result of create_accounts in its order: a table begins with an account that breaks every
 * rule in it; each row is one result and mends what it complains of, so that the next is due.
 */
class CreateAccountCodesTest {
    private static final long NOW = 1_741_000_000_000_000_000L;
    private static final int BOTH_LIMITS =
            ModelAccount.DEBITS_MUST_NOT_EXCEED_CREDITS
                    | ModelAccount.CREDITS_MUST_NOT_EXCEED_DEBITS;

    private static ComparedServer server;
    private static BodyClient client;
    private static long lastId = 1000;

    private record Row(CreateAccountResult result, Consumer<ModelAccount> mend) {}

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = ComparedServer.frozen(folder, MessageLimit.FULL, NOW);
        client = new BodyClient(server.address());
        for (long id = 1; id <= 2; id++) {
            ModelAccount account = valid();
            account.id = BigInteger.valueOf(id);
            expect(account, row(CreateAccountResult.Ok, a -> {}));
        }
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void ordinaryAccounts() throws Exception {
        ModelAccount a = wrongEverywhere();
        a.timestamp = 1;
        expect(
                a,
                row(CreateAccountResult.TimestampMustBeZero, x -> x.timestamp = 0),
                row(CreateAccountResult.ReservedField, x -> x.reserved = 0),
                row(CreateAccountResult.ReservedFlag, x -> x.flags = BOTH_LIMITS),
                row(CreateAccountResult.IdMustNotBeZero, x -> x.id = ModelBytes.MAX_128),
                row(CreateAccountResult.IdMustNotBeIntMax, CreateAccountCodesTest::freshId),
                row(CreateAccountResult.FlagsAreMutuallyExclusive, x -> x.flags = 2),
                row(
                        CreateAccountResult.DebitsPendingMustBeZero,
                        x -> x.debitsPending = BigInteger.ZERO),
                row(
                        CreateAccountResult.DebitsPostedMustBeZero,
                        x -> x.debitsPosted = BigInteger.ZERO),
                row(
                        CreateAccountResult.CreditsPendingMustBeZero,
                        x -> x.creditsPending = BigInteger.ZERO),
                row(
                        CreateAccountResult.CreditsPostedMustBeZero,
                        x -> x.creditsPosted = BigInteger.ZERO),
                row(CreateAccountResult.LedgerMustNotBeZero, x -> x.ledger = 1),
                row(CreateAccountResult.CodeMustNotBeZero, x -> x.code = 1),
                row(CreateAccountResult.Ok, x -> {}),
                row(CreateAccountResult.Exists, x -> {}));
    }

    /** Each bit alone. */
    @Test
    void reservedFlags() throws Exception {
        for (int bit = 6; bit < 16; bit++) {
            ModelAccount a = valid();
            a.flags = 1 << bit;
            expect(a, row(CreateAccountResult.ReservedFlag, x -> x.flags = 0));
        }
    }

    @Test
    void importedAccounts() throws Exception {
        ModelAccount newest = valid();
        expect(newest, row(CreateAccountResult.Ok, x -> {}));
        server.putForward(1_000_000);
        ModelAccount a = wrongEverywhere();
        a.flags |= ModelAccount.IMPORTED;
        a.timestamp = 0;
        expect(
                a,
                row(
                        CreateAccountResult.ImportedEventTimestampOutOfRange,
                        x -> x.timestamp = Long.MIN_VALUE),
                row(
                        CreateAccountResult.ImportedEventTimestampOutOfRange,
                        x -> x.timestamp = Long.MAX_VALUE),
                row(
                        CreateAccountResult.ImportedEventTimestampMustNotAdvance,
                        x -> x.timestamp = server.clockNanos() + 1_000_000_000_000L),
                row(CreateAccountResult.ImportedEventTimestampMustNotAdvance, x -> x.timestamp = 1),
                row(CreateAccountResult.ReservedField, x -> x.reserved = 0),
                row(
                        CreateAccountResult.ReservedFlag,
                        x -> x.flags = BOTH_LIMITS | ModelAccount.IMPORTED),
                row(CreateAccountResult.IdMustNotBeZero, x -> x.id = ModelBytes.MAX_128),
                row(CreateAccountResult.IdMustNotBeIntMax, x -> x.id = newest.id),
                row(CreateAccountResult.ExistsWithDifferentFlags, CreateAccountCodesTest::freshId),
                row(
                        CreateAccountResult.FlagsAreMutuallyExclusive,
                        x -> x.flags = ModelAccount.IMPORTED),
                row(
                        CreateAccountResult.DebitsPendingMustBeZero,
                        x -> {
                            x.debitsPending = BigInteger.ZERO;
                            x.debitsPosted = BigInteger.ZERO;
                            x.creditsPending = BigInteger.ZERO;
                            x.creditsPosted = BigInteger.ZERO;
                        }),
                row(CreateAccountResult.LedgerMustNotBeZero, x -> x.ledger = 1),
                row(CreateAccountResult.CodeMustNotBeZero, x -> x.code = 1),
                row(
                        CreateAccountResult.ImportedEventTimestampMustNotRegress,
                        x -> x.timestamp = stored(newest).timestamp),
                row(
                        CreateAccountResult.ImportedEventTimestampMustNotRegress,
                        x -> x.timestamp = aTransfersTimestamp()),
                row(CreateAccountResult.ImportedEventTimestampMustNotRegress, x -> x.timestamp++),
                row(CreateAccountResult.Ok, x -> {}),
                // An imported one keeps its time, and its time is not compared.
                row(CreateAccountResult.Exists, x -> x.timestamp--),
                row(CreateAccountResult.Exists, x -> {}));
        assertThat(stored(a).timestamp).isEqualTo(a.timestamp + 1);
    }

    @Test
    void existingAccounts() throws Exception {
        ModelAccount stored = valid();
        stored.userData128 = BigInteger.ONE.shiftLeft(64);
        stored.userData64 = 1L << 32;
        stored.userData32 = 1 << 16;
        expect(stored, row(CreateAccountResult.Ok, x -> {}));
        ModelAccount a = stored.copy();
        // What would be wrong in a new account is not looked at.
        a.debitsPosted = BigInteger.ONE;
        a.flags = BOTH_LIMITS;
        a.userData128 = BigInteger.ZERO;
        a.userData64 = 0;
        a.userData32 = 0;
        a.ledger = 0;
        a.code = 0;
        expect(
                a,
                row(CreateAccountResult.ExistsWithDifferentFlags, x -> x.flags = stored.flags),
                row(
                        CreateAccountResult.ExistsWithDifferentUserData128,
                        x -> x.userData128 = stored.userData128),
                row(
                        CreateAccountResult.ExistsWithDifferentUserData64,
                        x -> x.userData64 = stored.userData64),
                row(
                        CreateAccountResult.ExistsWithDifferentUserData32,
                        x -> x.userData32 = stored.userData32),
                row(CreateAccountResult.ExistsWithDifferentLedger, x -> x.ledger = stored.ledger),
                row(CreateAccountResult.ExistsWithDifferentCode, x -> x.code = stored.code),
                row(CreateAccountResult.Exists, x -> {}));
    }

    /** Chain results come before everything, and the open chain before the broken one. */
    @Test
    void messages() throws Exception {
        ModelAccount wrong = wrongEverywhere();
        wrong.timestamp = 1;
        wrong.flags |= ModelAccount.LINKED;
        assertThat(submit(wrong)).containsExactly(CreateAccountResult.LinkedEventChainOpen);
        ModelAccount linked = valid();
        linked.flags = ModelAccount.LINKED;
        ModelAccount last = wrongEverywhere();
        last.timestamp = 1;
        assertThat(submit(linked, wrong, last))
                .containsExactly(
                        CreateAccountResult.LinkedEventFailed,
                        CreateAccountResult.TimestampMustBeZero,
                        CreateAccountResult.LinkedEventFailed);
        assertThat(submit(linked, wrong, wrong))
                .containsExactly(
                        CreateAccountResult.LinkedEventFailed,
                        CreateAccountResult.TimestampMustBeZero,
                        CreateAccountResult.LinkedEventChainOpen);
        ModelAccount importedAndWrong = wrongEverywhere();
        importedAndWrong.flags |= ModelAccount.IMPORTED;
        assertThat(submit(valid(), importedAndWrong))
                .containsExactly(
                        CreateAccountResult.Ok, CreateAccountResult.ImportedEventNotExpected);
        ModelAccount plainAndWrong = wrongEverywhere();
        plainAndWrong.timestamp = 1;
        assertThat(submit(importedAndWrong, plainAndWrong))
                .containsExactly(
                        CreateAccountResult.ImportedEventTimestampOutOfRange,
                        CreateAccountResult.ImportedEventExpected);
        assertThat(submit(linked, valid()))
                .containsExactly(CreateAccountResult.Ok, CreateAccountResult.Ok);
    }

    /** Everything that can be wrong at once, but the timestamp. */
    private static ModelAccount wrongEverywhere() {
        var a = new ModelAccount();
        a.reserved = 1;
        a.flags = BOTH_LIMITS | 1 << 6;
        a.debitsPending = BigInteger.ONE;
        a.debitsPosted = BigInteger.ONE;
        a.creditsPending = BigInteger.ONE;
        a.creditsPosted = BigInteger.ONE;
        return a;
    }

    private static ModelAccount valid() {
        var a = new ModelAccount();
        a.ledger = 1;
        a.code = 1;
        freshId(a);
        return a;
    }

    private static void freshId(ModelAccount a) {
        a.id = BigInteger.valueOf(++lastId);
    }

    private static Row row(CreateAccountResult result, Consumer<ModelAccount> mend) {
        return new Row(result, mend);
    }

    private static void expect(ModelAccount account, Row... rows) throws Exception {
        for (Row row : rows) {
            assertThat(submit(account)).containsExactly(row.result());
            row.mend().accept(account);
        }
    }

    private static ModelAccount stored(ModelAccount account) {
        byte[] id = new byte[16];
        ModelBytes.u128(ModelBytes.of(id), 0, account.id);
        try {
            byte[] row = client.ask(ReferenceModel.LOOKUP_ACCOUNTS, id).body();
            return ModelAccount.read(ModelBytes.of(row), 0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Of a transfer made now, between the first two accounts. */
    private static long aTransfersTimestamp() {
        var t = new ModelTransfer();
        t.id = BigInteger.valueOf(++lastId);
        t.debitAccountId = BigInteger.ONE;
        t.creditAccountId = BigInteger.TWO;
        t.ledger = 1;
        t.code = 1;
        ByteBuffer body = ModelBytes.of(new byte[ModelTransfer.BYTES]);
        t.write(body, 0);
        try {
            var answer = client.ask(ReferenceModel.CREATE_TRANSFERS, body.array());
            assertThat(answer.body()).isEmpty();
            server.putForward(1_000_000);
            return answer.timestamp();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The result of each account of one message. */
    private static List<CreateAccountResult> submit(ModelAccount... accounts) throws Exception {
        ByteBuffer body = ModelBytes.of(new byte[accounts.length * ModelAccount.BYTES]);
        List<CreateAccountResult> results = new ArrayList<>();
        for (int i = 0; i < accounts.length; i++) {
            accounts[i].write(body, i * ModelAccount.BYTES);
            results.add(CreateAccountResult.Ok);
        }
        byte[] answer = client.ask(ReferenceModel.CREATE_ACCOUNTS, body.array()).body();
        ByteBuffer rows = ModelBytes.of(answer);
        for (int at = 0; at < answer.length; at += 8) {
            int code = rows.getInt(at + 4);
            results.set(rows.getInt(at), CreateAccountResult.fromValue(code));
        }
        return results;
    }
}
