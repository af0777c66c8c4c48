package global.pryzma.ledger.idempotency.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferBuilder;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.ledger.TransferFlags;
import global.pryzma.ledger.ledger.TransferKind;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The stored form is permanent: what one version claimed another may submit. */
class PlanCodecTest {
    private static final String GOLDEN_DIGEST =
            "1ad5c62848db3ec0b5bb5361b325bad6c985ac1f4e8a808eac473fdf0170a0e2";

    @Test
    void nothing() {
        holds(new Plan.Nothing(), "01000000");
    }

    @Test
    void accounts() {
        holds(
                new Plan.Accounts(
                        List.of(
                                new AccountFields(
                                        new LedgerId(1, 2),
                                        new LedgerId(3, 4),
                                        -5,
                                        6,
                                        -7,
                                        65535,
                                        10))),
                "01010001"
                        + "00000000000000010000000000000002"
                        + "00000000000000030000000000000004"
                        + "fffffffffffffffb"
                        + "00000006"
                        + "fffffff9"
                        + "ffff"
                        + "000a");
    }

    @Test
    void transfers() {
        TransferFields transfer =
                new TransferFields(
                        new LedgerId(1, 2),
                        new LedgerId(3, 4),
                        new LedgerId(5, 6),
                        Amount.ALL,
                        new LedgerId(7, 8),
                        new LedgerId(9, 10),
                        11,
                        12,
                        -1,
                        13,
                        14,
                        0x102);
        String row =
                "00000000000000010000000000000002"
                        + "00000000000000030000000000000004"
                        + "00000000000000050000000000000006"
                        + "ffffffffffffffffffffffffffffffff"
                        + "00000000000000070000000000000008"
                        + "0000000000000009000000000000000a"
                        + "000000000000000b"
                        + "0000000c"
                        + "ffffffff"
                        + "0000000d"
                        + "000e"
                        + "0102";
        holds(new Plan.Chain(List.of(transfer, transfer)), "01020002" + row + row);
    }

    /** Of the rows only SHA-256 is stored. */
    @Test
    void independentTransfers() throws NoSuchAlgorithmException {
        Plan.IndependentTransfers plan = independent(Amount.of(5));
        String anchor =
                "00112233445566778899aabbccdde000"
                        + "00000000000000010000000000000002"
                        + "00000000000000030000000000000004"
                        + "00000000000000000000000000000000"
                        + "00000000000000000000000000000000"
                        + "00000000000000000000000000000002"
                        + "000000000000000b"
                        + "0000000c"
                        + "00000000"
                        + "0000000d"
                        + "0006"
                        + "0000";
        String item =
                "00112233445566778899aabbccdde00%d"
                        + "00000000000000050000000000000006"
                        + "00000000000000070000000000000008"
                        + "00000000000000000000000000000005"
                        + "00000000000000000000000000000000"
                        + "00000000000000000000000000000000"
                        + "000000000000000b"
                        + "0000000c"
                        + "00000000"
                        + "0000000d"
                        + "0001"
                        + "0000";
        byte[] rows = HexFormat.of().parseHex(anchor + item.formatted(1) + item.formatted(2));
        assertThat(HexFormat.of().formatHex(PlanCodec.encode(plan)))
                .isEqualTo("01030003" + GOLDEN_DIGEST);
        assertThat(GOLDEN_DIGEST).isEqualTo(sha256(rows));
        byte[] stored = PlanCodec.encode(plan);
        assertThat(PlanCodec.isDigest(stored)).isTrue();
        assertThat(PlanCodec.isDigest(PlanCodec.encode(new Plan.Nothing()))).isFalse();
        assertThat(PlanCodec.decode(stored, () -> plan)).isEqualTo(plan);
        assertThatThrownBy(() -> PlanCodec.decode(stored, () -> independent(Amount.of(6))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PlanCodec.decode(stored))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Plan.IndependentTransfers independent(Amount amount) {
        LedgerId first = new LedgerId(0x0011223344556677L, 0x8899aabbccdde000L);
        List<TransferFields> items =
                Stream.of(1, 2)
                        .map(i ->
                                new TransferBuilder(new LedgerId(first.high(), first.low() + i))
                                        .debit(new LedgerId(5, 6))
                                        .credit(new LedgerId(7, 8))
                                        .amount(amount)
                                        .request(11, 12)
                                        .ledger(13)
                                        .kind(TransferKind.TRANSFER)
                                        .build())
                        .toList();
        return new Plan.IndependentTransfers(anchor(first, 2).build(), items);
    }

    private static TransferBuilder anchor(LedgerId id, int items) {
        return new TransferBuilder(id)
                .debit(new LedgerId(1, 2))
                .credit(new LedgerId(3, 4))
                .amount(Amount.ZERO)
                .related(new LedgerId(0, items))
                .request(11, 12)
                .ledger(13)
                .kind(TransferKind.ANCHOR);
    }

    @Test
    void anAnchorSaysHowManyTransfersStandBehindIt() {
        Plan.IndependentTransfers plan = independent(Amount.of(5));
        LedgerId id = plan.anchor().id();
        List<TransferFields> items = plan.items();
        for (TransferBuilder anchor :
                List.of(
                        anchor(id, 3),
                        anchor(id, 2).amount(Amount.of(1)),
                        anchor(id, 2).flags(TransferFlags.LINKED),
                        anchor(id, 2).kind(TransferKind.WORDS),
                        anchor(new LedgerId(1, id.low()), 2))) {
            assertThatThrownBy(() -> new Plan.IndependentTransfers(anchor.build(), items))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Plan.IndependentTransfers(plan.anchor(), items.reversed()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Plan.IndependentTransfers(anchor(id, 0).build(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static void holds(Plan plan, String hex) {
        byte[] stored = HexFormat.of().parseHex(hex);
        assertThat(PlanCodec.encode(plan)).isEqualTo(stored);
        assertThat(PlanCodec.decode(stored)).isEqualTo(plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "02000000",
                "01030000",
                "01010001",
                "0100000000",
                "01000001",
                "01010000",
                "01020000"
            })
    void otherBytesAreRefused(String hex) {
        assertThatThrownBy(() -> PlanCodec.decode(HexFormat.of().parseHex(hex)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
