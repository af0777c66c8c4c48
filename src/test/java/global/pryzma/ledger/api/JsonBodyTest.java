package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.problem.Problem;
import global.pryzma.ledger.problem.Problem.FieldError;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;

class JsonBodyTest {
    private enum Colour {
        RED,
        DARK_BLUE
    }

    private static final UUID ID = UUID.fromString("018f4f1e-7b1a-7c3d-9e2f-1a2b3c4d5e6f");

    @Test
    void everyKindOfField() {
        JsonBody body =
                body(
                        """
                        {"text":"héllo 😀","id":"018F4F1E-7b1a-7c3d-9e2f-1a2b3c4d5e6f","amount":"1050",
                         "count":7,"flag":true,"colour":"dark_blue",
                         "map":{"b":"2","a":""},"list":["x","y"],"organisation_id":"%s"}\
                        """
                                .formatted(ID));
        assertThat(body.requiredText("text", 7)).isEqualTo("héllo 😀");
        assertThat(body.requiredUuid("id")).isEqualTo(ID);
        assertThat(body.requiredAmount("amount")).isEqualTo(Amount.of(1050));
        assertThat(body.optionalInt("count", 0, 7)).isEqualTo(OptionalInt.of(7));
        assertThat(body.optionalBoolean("flag")).contains(true);
        assertThat(body.requiredEnum("colour", Colour.class)).isEqualTo(Colour.DARK_BLUE);
        assertThat(body.optionalTextMap("map")).containsExactlyEntriesOf(orderedMap());
        assertThat(body.optionalTextList("list", 1)).containsExactly("x", "y");
        body.optionalOwnOrganisation(ID);
        body.done();
    }

    private static Map<String, String> orderedMap() {
        Map<String, String> map = new java.util.LinkedHashMap<>();
        map.put("b", "2");
        map.put("a", "");
        return map;
    }

    @Test
    void absentOptionalFieldsAreEmpty() {
        JsonBody body = body("{}");
        assertThat(body.optionalText("a", 1)).isEmpty();
        assertThat(body.optionalUuid("b")).isEmpty();
        assertThat(body.optionalAmount("c")).isEmpty();
        assertThat(body.optionalInt("d", 0, 1)).isEmpty();
        assertThat(body.optionalBoolean("e")).isEmpty();
        assertThat(body.optionalEnum("f", Colour.class)).isEmpty();
        assertThat(body.optionalTextMap("g")).isEmpty();
        assertThat(body.optionalTextList("h", 1)).isEmpty();
        body.optionalOwnOrganisation(ID);
        body.done();
    }

    @Test
    void emptyListsAndMapsAreAsGoodAsNone() {
        JsonBody body = body("{\"g\":{},\"h\":[]}");
        assertThat(body.optionalTextMap("g")).isEmpty();
        assertThat(body.optionalTextList("h", 1)).isEmpty();
        body.done();
    }

    @Test
    void aListHasNothingTwice() {
        JsonBody body = body("{\"l\":[\"x\",\"y\",\"x\",\"x\"]}");
        body.optionalTextList("l", 1);
        assertThat(refusal(body).errors())
                .containsExactly(
                        new FieldError("stands in the list already", "/l/2"),
                        new FieldError("stands in the list already", "/l/3"));
    }

    @Test
    void changesKeepRemoveOrReplace() {
        JsonBody body = body("{\"a\":null,\"b\":\"x\",\"m\":null,\"n\":{},\"o\":{\"k\":\"v\"}}");
        assertThat(body.textChange("a", 1)).isEqualTo(new FieldChange.Removed<>());
        assertThat(body.textChange("b", 1)).isEqualTo(new FieldChange.Replaced<>("x"));
        assertThat(body.textChange("c", 1)).isEqualTo(new FieldChange.Kept<>());
        assertThat(body.textMapChange("m")).isEqualTo(new FieldChange.Removed<>());
        assertThat(body.textMapChange("n")).isEqualTo(new FieldChange.Kept<>());
        assertThat(body.textMapChange("o")).isEqualTo(new FieldChange.Replaced<>(Map.of("k", "v")));
        assertThat(body.textMapChange("p")).isEqualTo(new FieldChange.Kept<>());
        body.done();
    }

    @Test
    void changesThatAreWrongAreNamed() {
        JsonBody body = body("{\"a\":\"\",\"b\":1,\"m\":[],\"n\":{\"k\":null}}");
        body.textChange("a", 1);
        body.textChange("b", 1);
        body.textMapChange("m");
        body.textMapChange("n");
        body.check(false, "is not judged while fields are wrong");
        assertThat(refusal(body).errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder("/a", "/b", "/m", "/n/k");
    }

    @Test
    void aRuleAboutTheWholeBody() {
        JsonBody body = body("{}");
        body.check(true, "holds");
        body.check(false, "must say something");
        assertThat(refusal(body).errors()).extracting(FieldError::pointer).containsExactly("");
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        JsonBody body =
                body(
                        """
                        {"text":"","long":"abc","id":"1-1-1-1-1","amount":1050,"count":1.0,
                         "flag":"true","colour":"RED","map":{"a/b":1,"":"x"},"list":["",2],
                         "tpyo":1,"none":null}\
                        """);
        body.requiredText("text", 5);
        body.optionalText("long", 2);
        body.requiredUuid("id");
        body.requiredAmount("amount");
        body.optionalInt("count", 0, 9);
        body.optionalBoolean("flag");
        body.requiredEnum("colour", Colour.class);
        body.optionalTextMap("map");
        body.optionalTextList("list", 5);
        body.optionalText("none", 5);
        body.requiredText("missing", 5);
        body.check(false, "text", "a wrong field is not judged twice");
        Problem problem = refusal(body);
        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_BODY);
        assertThat(problem.errors())
                .extracting(FieldError::pointer)
                .containsExactlyInAnyOrder(
                        "/text",
                        "/long",
                        "/id",
                        "/amount",
                        "/count",
                        "/flag",
                        "/colour",
                        "/map/a~1b",
                        "/map/",
                        "/list/0",
                        "/list/1",
                        "/none",
                        "/missing",
                        "/tpyo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1",
                "\"01\"",
                "\"-1\"",
                "\"+1\"",
                "\"1.0\"",
                "\"1e3\"",
                "\"\"",
                "\" 1\"",
                "\"٣\"",
                "1e3",
                "true",
                "null",
                "[\"1\"]",
                "{\"a\":\"1\"}",
                "\"340282366920938463463374607431768211455\""
            })
    void amountsAreTextsOfDigitsOnly(String wire) {
        JsonBody body = body("{\"amount\":" + wire + "}");
        body.requiredAmount("amount");
        assertThat(refusal(body).errors())
                .extracting(FieldError::pointer)
                .containsExactly("/amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "10", "-3", "3.0", "3e0", "\"3\"", "true", "null", "99999999999999"})
    void integersOutsideTheirRangeOrOfAnotherForm(String wire) {
        JsonBody body = body("{\"n\":" + wire + "}");
        body.optionalInt("n", 1, 9);
        assertThat(refusal(body).errors()).extracting(FieldError::pointer).containsExactly("/n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"{}\"",
                "[]",
                "[{}]",
                "{",
                "}",
                "{}}",
                "{} {}",
                "{}x",
                "{},",
                "{}\u0000",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":tru}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}",
                "{/**/}",
                "{}//",
                "#\n{}",
                "\uFEFF{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"m\":{\"a\":\"1\",\"a\":\"1\"}}",
                "{\"a\":\"\\u0000\"}",
                "{\"\\u0000\":1}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":\"\\udc00\\ud800\"}",
                "{\"a\":\"\\ud800x\"}",
                "{\"\\udfff\":1}",
                "{\"a\":[[[[[[[[[1]]]]]]]]]}",
                "{\"a\":11111111111111111111111111111111111111111111111111111111111111111}",
            })
    void whatIsNotOneCleanJsonObject(String text) {
        assertThat(refusal(text.getBytes(StandardCharsets.UTF_8)).code())
                .isEqualTo(ProblemCode.INVALID_BODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7b2261223a22ff227d", // a byte that UTF-8 doesn't have
                "7b2261223a22c0af227d", // overlong
                "7b2261223a22eda080227d", // an encoded surrogate
                "7b2261223a22f4908080227d", // above U+10FFFF
                "7b2261223a22c3227d", // cut short
                "efbbbf7b7d", // a byte order mark
                "fffe7b007d00", // UTF-16
                "7b007d00",
                "00007b0000007d",
            })
    void bytesThatAreNotUtf8(String hex) {
        assertThat(refusal(HexFormat.of().parseHex(hex)).code())
                .isEqualTo(ProblemCode.INVALID_BODY);
    }

    @Test
    void noBodyAtAll() {
        assertThatThrownBy(() -> JsonBody.parse(null)).isInstanceOf(ProblemException.class);
    }

    @Test
    void aFieldThatStandsTwiceIsPointedAt() {
        assertThat(refusal("{\"m\":{\"a\":1,\"a\":2}}".getBytes(StandardCharsets.UTF_8)).errors())
                .containsExactly(new FieldError("the field stands twice", "/m/a"));
    }

    @Test
    void surrogatePairsAndEscapesAreKept() {
        JsonBody body = body("{\"a\":\"\\ud83d\\ude00\\u00e9\\n\\u0001\"}");
        assertThat(body.requiredText("a", 4)).isEqualTo("😀é\n\u0001");
        body.done();
    }

    @Test
    void anOrganisationThatIsNoUuidOrAnother() {
        for (String wire : List.of("\"x\"", "1", "null", "\"018f4f1e7b1a7c3d9e2f1a2b3c4d5e6f\"")) {
            JsonBody body = body("{\"unknown\":1,\"organisation_id\":" + wire + "}");
            body.optionalOwnOrganisation(ID);
            assertThat(refusal(body).code()).isEqualTo(ProblemCode.INVALID_ORG_ID);
        }
        JsonBody foreign = body("{\"organisation_id\":\"00000000-0000-4000-8000-000000000000\"}");
        foreign.optionalOwnOrganisation(ID);
        assertThat(refusal(foreign).code()).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void mapsAndListsAreBounded() {
        StringBuilder map = new StringBuilder();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            map.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":\"\"");
            list.append(i == 0 ? "" : ",").append("\"").append(i).append("\"");
        }
        JsonBody body = body("{\"m\":{" + map + "},\"l\":[" + list + "]}");
        body.optionalTextMap("m");
        body.optionalTextList("l", 5);
        assertThat(refusal(body).errors())
                .extracting(FieldError::pointer)
                .containsExactly("/m", "/l");
    }

    /** Whatever the bytes are: an object, or invalid_body, and never another exception. */
    @Test
    void mutatedBodiesNeverBreakTheReader() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] good =
                "{\"type\":\"consumer\",\"amount\":\"10\",\"m\":{\"a\":\"\\ud83d\\ude00é\"},\"l\":[1,-2.5e3,true,null]}"
                        .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = mutate(good, random);
            try {
                JsonBody body = JsonBody.parse(bytes);
                body.requiredText("type", 10);
                body.requiredAmount("amount");
                body.optionalTextMap("m");
                body.optionalTextList("l", 10);
                body.done();
            } catch (ProblemException refused) {
                assertThat(refused.problem().code())
                        .as("seed %d, body %s", seed, HexFormat.of().formatHex(bytes))
                        .isEqualTo(ProblemCode.INVALID_BODY);
                assertThat(refused.problem().errors()).isNotEmpty();
            } catch (RuntimeException fault) {
                throw new AssertionError(
                        "seed " + seed + ", body " + HexFormat.of().formatHex(bytes), fault);
            }
        }
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) "{}[]\",:\\u0-.eE9".charAt(random.nextInt(15));
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    private static JsonBody body(String json) {
        return JsonBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refusal(byte[] bytes) {
        return refusal(
                Optional.ofNullable(
                        catchThrowableOfType(ProblemException.class, () -> JsonBody.parse(bytes))));
    }

    private static Problem refusal(JsonBody body) {
        return refusal(
                Optional.ofNullable(catchThrowableOfType(ProblemException.class, body::done)));
    }

    private static Problem refusal(Optional<ProblemException> thrown) {
        return thrown.orElseThrow(() -> new AssertionError("it was not refused")).problem();
    }
}
