package global.pryzma.ledger.idempotency.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.ledger.AccountFields;
import global.pryzma.ledger.ledger.LedgerId;
import global.pryzma.ledger.ledger.TransferFields;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HexFormat;
import java.util.List;

/** The stored form is permanent: what one version claimed another may submit. */
class PlanCodecTest {
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
        holds(new Plan.Transfers(List.of(transfer, transfer)), "01020002" + row + row);
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
