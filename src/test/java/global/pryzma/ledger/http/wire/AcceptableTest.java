package global.pryzma.ledger.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** What a client takes, by its {@code Accept}. */
class AcceptableTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // header | acceptable | as problem details
                "''|true|false",
                "*/*|true|false",
                "application/json|true|false",
                "application/*|true|false",
                "APPLICATION/Problem+JSON|true|true",
                "application/problem+json|true|true",
                "application/json, application/problem+json|true|false",
                "application/json, application/problem+json;q=0.5|true|false",
                "application/json;q=0.5, application/problem+json;q=0.9|true|true",
                "application/problem+json;q=0, */*|true|false",
                "application/problem+json;q=0.000|false|false",
                "*/*, application/json;q=0|false|false",
                "application/json;q=0, application/problem+json|true|true",
                "text/html|false|false",
                "text/html, */*;q=0.01|true|false",
                "text/*|false|false",
                "application/xml, application/*;q=0.2|true|false",
                "application/json;q=nonsense|true|false",
                ",,|true|false",
                ";|true|false",
                ",;|true|false",
                ";;|true|false",
                ";q=0|true|false",
                "text/html,;|false|false",
            })
    void acceptedMediaTypes(String header, boolean any, boolean problemJson) {
        Acceptable acceptable = Acceptable.of(header);
        assertThat(acceptable.best(List.of("application/json")).isPresent()).isEqualTo(any);
        assertThat(acceptable.prefersProblemJson()).isEqualTo(problemJson);
    }
}
