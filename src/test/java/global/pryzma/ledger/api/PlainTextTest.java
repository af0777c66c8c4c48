package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import global.pryzma.ledger.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What is read in place means the same to the grammar for all of JSON; all else is left to it. */
class PlainTextTest {
    private static final String ID = "019a3c5e-9d40-8b11-a2f3-51c07e9a4000";
    private static final String ITEM =
            "{\"id\":\"" + ID + "\",\"amount\":\"1050\",\"word\":\"Señor \uD83D\uDE00\"}";
    private static final String BODY =
            " {\"atomic\" : false,\n\"items\":[" + ITEM + ", " + ITEM + "],\"more\":true}\r\n";
    private static final int MOST = 4;
    private static final int LONGEST = 8;

    @Test
    void thePlainFormIsReadInPlace() {
        List<Object> items = new ArrayList<>();
        assertThat(isPlain(BODY.getBytes(StandardCharsets.UTF_8), items)).isTrue();
        assertThat(items).hasSize(2).isEqualTo(slowly(BODY.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"items\":[]}",
                "{\"items\":[1]}",
                "{\"items\":[{}]}",
                "{\"items\":[{\"id\":\"x\"}]}",
                "{\"atomic\":false}",
                "{\"atomic\":\"false\",\"items\":[@]}",
                "{\"atomic\":null,\"items\":[@]}",
                "{\"atomic\":true,\"atomic\":true,\"items\":[@]}",
                "{\"items\":[@],\"items\":[@]}",
                "{\"items\":[@,@,@,@,@]}",
                "{\"items\":[@,]}",
                "{\"items\":[@]},",
                "{\"items\":[@]}}",
                "{\"items\":[@]",
                "{\"items\":[@",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"amount\":\"1\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":1}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"0\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"01\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"-1\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"\"}]}",
                "{\"items\":[{\"id\":\"#\"}]}",
                "{\"items\":[{\"id\":\"#0\",\"amount\":\"1\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"word\":\"\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"word\":\"123456789\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"word\":\"a\\u0000\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"word\":\"a\\n\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"word\":\"a\tb\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",\"other\":\"a\"}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1\",}]}",
                "{\"items\":[{\"id\":\"#\",\"amount\":\"1234567890123456789\"}]}"
            })
    void allElseIsNot(String text) {
        byte[] body = text.replace("@", ITEM).replace("#", ID).getBytes(StandardCharsets.UTF_8);
        assertThat(isPlain(body, new ArrayList<>())).isFalse();
    }

    @Test
    void malformedUtf8IsNot() {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < body.length; i++) {
            if (body[i] < 0) {
                byte[] broken = body.clone();
                broken[i] = (byte) 0xC0;
                assertThat(isPlain(broken, new ArrayList<>())).isFalse();
            }
        }
    }

    /** Whatever is changed in it, what is taken in place the grammar takes, and reads the same. */
    @Test
    void whatIsTakenMeansTheSameToTheGrammar() {
        Random random = new Random(7);
        byte[] interesting = " \t\n\r{}[]:,\"\\0x9tfe-".getBytes(StandardCharsets.US_ASCII);
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = body.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                changed[random.nextInt(changed.length)] =
                        random.nextInt(3) == 0
                                ? (byte) random.nextInt(256)
                                : interesting[random.nextInt(interesting.length)];
            }
            List<Object> items = new ArrayList<>();
            if (isPlain(changed, items)) {
                taken++;
                assertThat(items)
                        .as(new String(changed, StandardCharsets.UTF_8))
                        .isEqualTo(slowly(changed));
            }
        }
        assertThat(taken).isPositive();
    }

    private static boolean isPlain(byte[] body, List<Object> items) {
        Map<String, JsonTree> others = new LinkedHashMap<>();
        return new PlainText(body).readObject("items", MOST, PlainTextTest::plain, items, others);
    }

    /** By the grammar alone. */
    private static List<Object> slowly(byte[] body) {
        LongBody<Object> read =
                LongBody.parse(
                        body,
                        "items",
                        MOST,
                        PlainTextTest::item,
                        fields -> fields.uuid("is not there"));
        try {
            JsonBody fields = read.fields();
            fields.optionalBoolean("atomic");
            fields.optionalBoolean("more");
            fields.done();
        } catch (ProblemException refused) {
            // Fields that nobody asks for, which a change of a name makes.
            assertThat(refused.problem().errors())
                    .allMatch(it -> it.detail().equals("is not a field of this operation"));
        }
        return read.items();
    }

    private static Object plain(PlainFields fields) {
        return Arrays.asList(
                fields.uuid("id"), fields.amount("amount"), fields.optionalText("word", LONGEST));
    }

    private static Object item(JsonBody fields) {
        return Arrays.asList(
                fields.requiredUuid("id"),
                fields.requiredAmount("amount"),
                fields.optionalText("word", LONGEST).orElse(null));
    }
}
