package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class JsonColumnsTest {
    @Test
    void nothingIsNull() {
        assertThat(JsonColumns.ofTexts(List.of())).isNull();
        assertThat(JsonColumns.ofTextMap(Map.of())).isNull();
        assertThat(JsonColumns.texts(null)).isEmpty();
        assertThat(JsonColumns.textMap(null)).isEmpty();
    }

    @Test
    void textsComeBackInTheirOrder() {
        assertThat(JsonColumns.texts(JsonColumns.ofTexts(List.of("b", "\"", "a"))))
                .containsExactly("b", "\"", "a");
    }

    @Test
    void mapsComeBackInTheOrderOfTheirKeysHoweverTheDatabaseKeepsThem() {
        // jsonb orders by length first, and puts a space behind colons.
        assertThat(JsonColumns.textMap("{\"b\": \"2\", \"aa\": \"\"}"))
                .containsExactly(Map.entry("aa", ""), Map.entry("b", "2"));
        assertThat(JsonColumns.ofTextMap(Map.of("a\n", "é"))).isEqualTo("{\"a\\n\":\"é\"}");
    }
}
