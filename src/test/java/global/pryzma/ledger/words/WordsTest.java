package global.pryzma.ledger.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.FieldChange;
import global.pryzma.ledger.api.JsonBody;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.Reservation;
import global.pryzma.ledger.problem.ProblemException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Map;

class WordsTest {
    private static final Metadata METADATA = Metadata.of(Map.of("b", "2", "a", "1"));
    private static final Wording ALL = new Wording("Top-up", "topup-17", METADATA);
    private static final Label LABEL = new Label("Fées", METADATA);

    @Test
    void theFormIsPermanent() {
        assertThat(text(ALL.write(CommandWriter.begin())))
                .isEqualTo(
                        "{\"description\":\"Top-up\",\"reference\":\"topup-17\","
                                + "\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}");
        assertThat(text(LABEL.write(CommandWriter.begin(), "old_")))
                .isEqualTo("{\"old_name\":\"Fées\",\"old_metadata\":{\"a\":\"1\",\"b\":\"2\"}}");
        assertThat(text(change("{\"name\":null,\"metadata\":null}").write(CommandWriter.begin())))
                .isEqualTo("{\"remove\":[\"metadata\",\"name\"]}");
        assertThat(text(Wording.NONE.write(CommandWriter.begin()))).isEqualTo("{}");
        assertThat(text(Label.NONE.write(CommandWriter.begin()))).isEqualTo("{}");
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(Wording.read(reader(ALL.write(CommandWriter.begin())))).isEqualTo(ALL);
        assertThat(Wording.read(reader(CommandWriter.begin()))).isEqualTo(Wording.NONE);
        assertThat(Label.read(reader(LABEL.write(CommandWriter.begin(), "old_")), "old_"))
                .isEqualTo(LABEL);
        assertThat(Metadata.ofColumn(METADATA.column())).isEqualTo(METADATA);
        assertThat(Metadata.ofColumn(Metadata.NONE.column())).isEqualTo(Metadata.NONE);
    }

    @ParameterizedTest
    @CsvSource({"description,500", "reference,255"})
    void textsHaveTheirLimits(String field, int limit) {
        assertThat(Wording.of(field(field, limit)).isEmpty()).isFalse();
        JsonBody tooLong = field(field, limit + 1);
        Wording.of(tooLong);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(tooLong::done);
    }

    @Test
    void namesHaveTheirLimit() {
        assertThat(Label.of(field("name", 200)).name()).hasSize(200);
        JsonBody tooLong = field("name", 201);
        LabelChange.of(tooLong);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(tooLong::done);
    }

    @Test
    void onlyAReferenceIsReserved() {
        assertThat(Wording.NONE.reservations()).isEmpty();
        assertThat(ALL.reservations())
                .containsExactly(new Reservation("transfer.reference", "topup-17"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {\"name\":\"Fées\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
                "{\"name\":null} | {\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
                "{\"metadata\":null} | {\"name\":\"Fées\"}",
                "{\"name\":\"N\",\"metadata\":{\"c\":\"3\"}} |"
                        + " {\"name\":\"N\",\"metadata\":{\"c\":\"3\"}}"
            })
    void aChangeLeavesTheRestAlone(String patch, String after) {
        LabelChange change = change(patch);
        assertThat(text(change.appliedTo(LABEL).write(CommandWriter.begin()))).isEqualTo(after);
        assertThat(change.isEmpty()).isEqualTo(patch.equals("{}"));
        assertThat(LabelChange.read(reader(change.write(CommandWriter.begin())))).isEqualTo(change);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {\"description\":\"Top-up\",\"reference\":\"topup-17\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
                "{\"description\":null} |"
                        + " {\"reference\":\"topup-17\",\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}",
                "{\"metadata\":null} | {\"description\":\"Top-up\",\"reference\":\"topup-17\"}",
                "{\"description\":\"D\",\"metadata\":{\"c\":\"3\"}} |"
                    + " {\"description\":\"D\",\"reference\":\"topup-17\",\"metadata\":{\"c\":\"3\"}}"
            })
    void soDoesOneOfAWording(String patch, String after) {
        JsonBody json = json(patch);
        WordingChange change = WordingChange.of(json);
        json.done();
        assertThat(text(change.appliedTo(ALL).write(CommandWriter.begin()))).isEqualTo(after);
        assertThat(change.isEmpty()).isEqualTo(patch.equals("{}"));
        assertThat(WordingChange.read(reader(change.write(CommandWriter.begin()))))
                .isEqualTo(change);
    }

    @Test
    void noMetadataInPlaceOfSomeIsAskedForByItsRemovalAlone() {
        assertThat(change("{\"metadata\":null}").metadata()).isEqualTo(new FieldChange.Removed<>());
        assertThat(change("{\"metadata\":{}}").isEmpty()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new LabelChange(
                                new FieldChange.Kept<>(),
                                new FieldChange.Replaced<>(Metadata.NONE)));
    }

    private static JsonBody field(String name, int length) {
        return json("{\"" + name + "\":\"" + "é".repeat(length) + "\"}");
    }

    private static LabelChange change(String patch) {
        JsonBody json = json(patch);
        LabelChange change = LabelChange.of(json);
        json.done();
        return change;
    }

    private static JsonBody json(String text) {
        return JsonBody.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(CommandWriter command) {
        return new String(command.end(), StandardCharsets.UTF_8);
    }

    private static CommandReader reader(CommandWriter command) {
        return CommandReader.of(command.end());
    }
}
