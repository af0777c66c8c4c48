package global.pryzma.ledger.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What two texts have in common. */
class CommonJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'1','b':2}|{'a':'1','b':3}|{'a':'1'}",
                "{'a':true,'b':null,'c':1.5}|{'a':true,'b':null,'c':1.5}|{'a':true,'b':null,'c':1.5}",
                "{'a':{'b':'x','c':'y'}}|{'a':{'b':'z','c':'y'}}|{'a':{'c':'y'}}",
                "{'a':[{'b':1,'c':2},{'b':3}]}|{'a':[{'b':4,'c':2},{'b':5}]}|{'a':[{'c':2},{}]}",
                "{'a':[],'b':{}}|{'a':[],'b':{}}|{'a':[],'b':{}}",
                "{'a':'1'}|{'a':1}|{}",
                "['x',{'a':1}]|['x',{'a':2}]|['x',{}]",
            })
    void fieldsWithEqualValuesAreKept(String one, String other, String common) {
        assertThat(common(one, other)).isEqualTo(common.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1}|{'b':1}",
                "{'a':1}|{'a':1,'b':2}",
                "{'a':1,'b':2}|{'a':1}",
                "{'a':{}}|{'a':1}",
                "{'a':1}|{'a':{}}",
                "['x']|['y']",
                "[1]|[1,2]",
                "[1,2]|[1]",
                "{}|[]",
            })
    void textsOfAnotherFormAreRefused(String one, String other) {
        assertThatIllegalArgumentException().isThrownBy(() -> common(one, other));
    }

    @Test
    void textsAreKeptAsTheyAre() {
        String text =
                "{'a':'\u00e4\\\"\\n\ud83d\ude00','n':340282366920938463463374607431768211454}";
        assertThat(common(text, text)).isEqualTo(text.replace('\'', '"'));
    }

    private static String common(String one, String other) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            CommonJson.write(bytes(one), bytes(other), out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
