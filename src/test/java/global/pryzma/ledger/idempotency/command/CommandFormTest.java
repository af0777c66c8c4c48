package global.pryzma.ledger.idempotency.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.util.stream.Collectors.joining;

import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.money.Amount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The form of commands is permanent: fingerprints are made from it. */
class CommandFormTest {
    private static final UUID ID = UUID.fromString("019A3C5E-7B1F-8D2A-9C4E-6F0B1A2D8000");

    @Test
    void fieldsStandInTheOrderGivenAndMapsInTheOrderOfTheirKeys() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("b", "2");
        map.put("a", "1");
        map.put("B", "3");
        map.put("\uD83D\uDE00", "after the basic plane by code unit");
        map.put("\uFFFD", "last");
        String command =
                text(
                        CommandWriter.begin()
                                .text("z", "last letter")
                                .text("absent", null)
                                .uuid("id", ID)
                                .number("n", -9_223_372_036_854_775_808L)
                                .texts("list", List.of("y", "x"))
                                .texts("no_list", null)
                                .textMap("map", map)
                                .textMap("no_map", null));
        assertThat(command)
                .isEqualTo(
                        "{\"z\":\"last letter\","
                                + "\"id\":\"019a3c5e-7b1f-8d2a-9c4e-6f0b1a2d8000\","
                                + "\"n\":-9223372036854775808,"
                                + "\"list\":[\"y\",\"x\"],"
                                + "\"map\":{\"B\":\"3\",\"a\":\"1\",\"b\":\"2\","
                                + "\"\uD83D\uDE00\":\"after the basic plane by code unit\","
                                + "\"\uFFFD\":\"last\"}}");
    }

    @Test
    void numbersAndAmountsHaveAllTheirDigits() {
        for (long number : new long[] {0, 9, 10, 99, 100, 1_050, Long.MAX_VALUE, -1}) {
            assertThat(text(CommandWriter.begin().number("n", number)))
                    .isEqualTo("{\"n\":" + number + "}");
        }
        List<Amount> amounts =
                List.of(
                        Amount.ZERO,
                        Amount.of(1_050),
                        new Amount(0, Long.MAX_VALUE),
                        new Amount(0, Long.MIN_VALUE),
                        new Amount(1, 0),
                        Amount.MAX);
        for (Amount amount : amounts) {
            assertThat(text(CommandWriter.begin().amount("a", amount)))
                    .isEqualTo("{\"a\":\"" + amount + "\"}");
        }
    }

    @Test
    void onlyWhatMustBeIsEscaped() {
        assertThat(text(CommandWriter.begin().text("t", "\"\\/<>&'\u007f\u2028é\uD83D\uDE00")))
                .isEqualTo("{\"t\":\"\\\"\\\\/<>&'\u007f\u2028é\uD83D\uDE00\"}");
        assertThat(text(CommandWriter.begin().text("t", "\b\t\n\f\r\u0001\u001f")))
                .isEqualTo("{\"t\":\"\\b\\t\\n\\f\\r\\u0001\\u001f\"}");
    }

    @Test
    void aLongAnswerIsTheSameInPieces() {
        List<String> items = IntStream.range(0, 20_000).mapToObj(i -> "é" + i).toList();
        List<byte[]> pieces =
                CommandWriter.beginAnswer()
                        .objects("items", items, (item, answer) -> answer.text("t", item))
                        .endPieces();
        assertThat(pieces).hasSizeGreaterThan(1);
        assertThat(
                        new String(
                                new RecordedResponse(200, "text/plain", pieces).body(),
                                StandardCharsets.UTF_8))
                .isEqualTo(
                        items.stream()
                                .map("{\"t\":\"%s\"}"::formatted)
                                .collect(joining(",", "{\"items\":[", "]}")));
    }

    @Test
    void whatWasWrittenIsRead() {
        byte[] command =
                CommandWriter.begin()
                        .text("t", "\u0001é\uD83D\uDE00")
                        .uuid("id", ID)
                        .number("n", 42)
                        .texts("list", List.of("y", "x"))
                        .textMap("map", Map.of("a", "1", "b", ""))
                        .end();
        CommandReader reader = CommandReader.of(command);
        assertThat(reader.text("t")).isEqualTo("\u0001é\uD83D\uDE00");
        assertThat(reader.uuid("id")).isEqualTo(ID);
        assertThat(reader.number("n")).isEqualTo(42);
        assertThat(reader.optionalTexts("list")).containsExactly("y", "x");
        assertThat(reader.optionalTextMap("map")).isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(reader.optionalText("absent")).isNull();
        reader.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"t\":null}",
                "{\"t\":1.5}",
                "{\"t\":[1]}",
                "{\"t\":{\"a\":{}}}",
                "{\"t\":\"x\"",
                "{\"t\":\"x\"} ,"
            })
    void anythingElseIsRefused(String command) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandReader.of(command.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aFieldOfAnotherTypeIsRefused() {
        assertRefused(reader -> reader.text("number"));
        assertRefused(reader -> reader.uuid("text"));
        assertRefused(reader -> reader.number("text"));
        assertRefused(reader -> reader.integer("number"));
        assertRefused(reader -> reader.amount("text"));
        assertRefused(reader -> reader.optionalTexts("map"));
        assertRefused(reader -> reader.optionalTextMap("list"));
    }

    private static void assertRefused(Consumer<CommandReader> reading) {
        CommandReader reader =
                CommandReader.of(
                        CommandWriter.begin()
                                .text("text", "")
                                .number("number", Integer.MAX_VALUE + 1L)
                                .texts("list", List.of())
                                .textMap("map", Map.of())
                                .end());
        assertThatIllegalArgumentException().isThrownBy(() -> reading.accept(reader));
    }

    @Test
    void aNewerVersionsFieldIsNotDropped() {
        CommandReader reader = CommandReader.of(CommandWriter.begin().text("new", "x").end());
        assertThatIllegalArgumentException().isThrownBy(reader::end).withMessageContaining("new");
        assertThatIllegalArgumentException().isThrownBy(() -> reader.text("old"));
    }

    private static String text(CommandWriter writer) {
        return new String(writer.end(), StandardCharsets.UTF_8);
    }
}
