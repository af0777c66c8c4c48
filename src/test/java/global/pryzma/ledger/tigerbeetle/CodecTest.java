package global.pryzma.ledger.tigerbeetle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tigerbeetle.AccountBatch;
import com.tigerbeetle.Batch;
import com.tigerbeetle.CreateAccountResultBatch;
import com.tigerbeetle.CreateTransferResultBatch;
import com.tigerbeetle.TransferBatch;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerAccount;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.LedgerTransfer;
import global.pryzma.ledger.ledger.TailQuery;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** Byte for byte against TigerBeetle's layout of rows, which is the wire's. */
class CodecTest {
    private static final LedgerId A = new LedgerId(0x0f0e0d0c0b0a0908L, 0x0706050403020100L);
    private static final LedgerId B = new LedgerId(0x1f1e1d1c1b1a1918L, 0x1716151413121110L);
    private static final LedgerId C = new LedgerId(0x2f2e2d2c2b2a2928L, 0x2726252423222120L);
    private static final LedgerId D = new LedgerId(0x3f3e3d3c3b3a3938L, 0x3736353433323130L);
    private static final LedgerId E = new LedgerId(0x4f4e4d4c4b4a4948L, 0x4746454443424140L);
    private static final Amount AMOUNT = new Amount(0x5f5e5d5c5b5a5958L, 0x5756555453525150L);

    private static final String ACCOUNT =
            """
            000102030405060708090a0b0c0d0e0f 00000000000000000000000000000000
            00000000000000000000000000000000 00000000000000000000000000000000
            00000000000000000000000000000000 101112131415161718191a1b1c1d1e1f
            efcdab8967452301 78563412 00000000 0df0adde 2211 4433 0000000000000000
            """;

    private static final String TRANSFER =
            """
            000102030405060708090a0b0c0d0e0f 101112131415161718191a1b1c1d1e1f
            202122232425262728292a2b2c2d2e2f 505152535455565758595a5b5c5d5e5f
            303132333435363738393a3b3c3d3e3f 404142434445464748494a4b4c4d4e4f
            efcdab8967452301 78563412 21436587 0df0adde 2211 4433 0000000000000000
            """;

    private final AccountFields account =
            new AccountFields(A, B, 0x0123456789abcdefL, 0x12345678, 0xdeadf00d, 0x1122, 0x3344);

    private final TransferFields transfer =
            new TransferFields(
                    A,
                    B,
                    C,
                    AMOUNT,
                    D,
                    E,
                    0x0123456789abcdefL,
                    0x12345678,
                    0x87654321,
                    0xdeadf00d,
                    0x1122,
                    0x3344);

    @Test
    void anAccountIsEncodedAsTheWireHasIt() throws Exception {
        assertThat(hex(AccountCodec.encode(List.of(account)))).isEqualTo(compact(ACCOUNT));
    }

    @Test
    void aTransferIsEncodedAsTheWireHasIt() throws Exception {
        assertThat(hex(TransferCodec.encode(List.of(transfer)))).isEqualTo(compact(TRANSFER));
    }

    @Test
    void aBatchIsExactlyAsLargeAsItsEvents() throws Exception {
        Batch batch = TransferCodec.encode(List.of(transfer, transfer, transfer));
        assertThat(hex(batch)).isEqualTo(compact(TRANSFER).repeat(3));
        assertThat(batch.getCapacity()).isEqualTo(3);
    }

    @Test
    void anAccountIsDecodedWithItsBalances() throws Exception {
        ByteBuffer row = row(ACCOUNT);
        row.putLong(16, 1).putLong(24, 2).putLong(32, 3).putLong(40, 4);
        row.putLong(48, 5).putLong(56, 6).putLong(64, 7).putLong(72, -1).putLong(120, 99);
        Reply.Accounts decoded = AccountCodec.decode(reply(AccountBatch.class, row));
        assertThat(decoded.rows())
                .containsExactly(
                        new LedgerAccount(
                                account,
                                new Amount(2, 1),
                                new Amount(4, 3),
                                new Amount(6, 5),
                                new Amount(-1, 7),
                                99));
    }

    @Test
    void aBalanceMayBeAsLargeAsTheLedgerCanCount() throws Exception {
        ByteBuffer row = row(ACCOUNT);
        row.putLong(32, -1).putLong(40, -1);
        assertThat(AccountCodec.decode(reply(AccountBatch.class, row)).rows())
                .extracting(LedgerAccount::debitsPosted)
                .containsExactly(Amount.ALL);
    }

    @Test
    void aTransferIsDecoded() throws Exception {
        ByteBuffer row = row(TRANSFER);
        row.putLong(120, Long.MAX_VALUE);
        assertThat(TransferCodec.decode(reply(TransferBatch.class, row)).rows())
                .containsExactly(new LedgerTransfer(transfer, Long.MAX_VALUE));
    }

    @Test
    void resultsListFailuresOnly() throws Exception {
        assertThat(ResultCodec.transfers(transferResults(1, 54, 3, 46), 5))
                .satisfies(results -> {
                    assertThat(results.timestamp()).isEqualTo(1000);
                    assertThat(results.code(0)).isZero();
                    assertThat(results.code(1)).isEqualTo(54);
                    assertThat(results.code(3)).isEqualTo(46);
                    assertThat(results.timestamp(0)).isEqualTo(996);
                    assertThat(results.timestamp(1)).isZero();
                    assertThat(results.timestamp(4)).isEqualTo(1000);
                });
    }

    @Test
    void aCodeOfANewerServerIsNotTakenForAnother() throws Exception {
        for (int code : new int[] {69, 1000, -1, Integer.MIN_VALUE}) {
            assertThat(ResultCodec.transfers(transferResults(0, code), 1).code(0))
                    .isEqualTo(Reply.Results.UNKNOWN_CODE);
            assertThat(ResultCodec.accounts(accountResults(0, code), 1).code(0))
                    .isEqualTo(Reply.Results.UNKNOWN_CODE);
        }
    }

    @Test
    void resultsThatBelongToNobodyAreRefused() throws Exception {
        CreateTransferResultBatch beyond = transferResults(2, 46);
        assertThatThrownBy(() -> ResultCodec.transfers(beyond, 2))
                .isInstanceOf(IllegalArgumentException.class);
        CreateTransferResultBatch disordered = transferResults(1, 46, 0, 46);
        assertThatThrownBy(() -> ResultCodec.transfers(disordered, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static CreateTransferResultBatch transferResults(int... indexesAndCodes)
            throws Exception {
        return reply(CreateTransferResultBatch.class, results(indexesAndCodes));
    }

    private static CreateAccountResultBatch accountResults(int... indexesAndCodes)
            throws Exception {
        return reply(CreateAccountResultBatch.class, results(indexesAndCodes));
    }

    private static ByteBuffer results(int... indexesAndCodes) {
        ByteBuffer rows =
                ByteBuffer.allocate(indexesAndCodes.length * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int number : indexesAndCodes) {
            rows.putInt(number);
        }
        return rows.flip();
    }

    private static ByteBuffer row(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(compact(hex)))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A real server ends on it; nothing that a caller can ask for comes to that. */
    @Test
    void aFilterBeyondTheLastTimestampHasAnEnd() {
        for (long min : new long[] {Long.MIN_VALUE, -2, -1}) {
            assertThatThrownBy(() -> QueryCodec.checkRange(min, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toUnsignedString(min));
            QueryCodec.checkRange(min, min);
        }
        QueryCodec.checkRange(Long.MAX_VALUE, 0);
        assertThat(QueryCodec.tail(new TailQuery(Long.MAX_VALUE - 1, Long.MAX_VALUE, 1)))
                .isNotNull();
        assertThatThrownBy(() -> new TailQuery(Long.MAX_VALUE, Long.MIN_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String compact(String hex) {
        return hex.replaceAll("\\s", "");
    }

    // The client makes reply batches itself, with constructors that it keeps to itself.

    private static <B extends Batch> B reply(Class<B> type, ByteBuffer rows) throws Exception {
        Constructor<B> batch = type.getDeclaredConstructor(ByteBuffer.class);
        batch.setAccessible(true);
        B reply = batch.newInstance(rows);
        Class<?> headerType = Class.forName("com.tigerbeetle.Batch$Header");
        Constructor<?> header = headerType.getDeclaredConstructor(long.class);
        header.setAccessible(true);
        Method setHeader = Batch.class.getDeclaredMethod("setHeader", headerType);
        setHeader.setAccessible(true);
        setHeader.invoke(reply, header.newInstance(1000L));
        return reply;
    }

    private static String hex(Batch batch) throws Exception {
        Method buffer = Batch.class.getDeclaredMethod("getBuffer");
        buffer.setAccessible(true);
        Method length = Batch.class.getDeclaredMethod("getBufferLen");
        length.setAccessible(true);
        byte[] bytes = new byte[(int) length.invoke(batch)];
        ((ByteBuffer) buffer.invoke(batch)).get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
