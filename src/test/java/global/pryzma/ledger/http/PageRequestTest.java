package global.pryzma.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.SAME_THREAD)
class PageRequestTest {
    private static final EdgeServer SERVER = EdgeServer.shared();

    @ParameterizedTest
    @CsvSource({
        "'',20",
        "?limit=1,1",
        "?limit=100,100",
        "?colour=red&limit=7,7",
        "?cursor=x,20",
        "?limit=%35,5"
    })
    void limits(String query, String limit) {
        assertThat(SERVER.send(SERVER.request("/v1/probes" + query)).body())
                .contains("\"limit\":\"" + limit + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=+1",
                "limit=01",
                "limit=1.0",
                "limit=x",
                "limit=",
                "limit",
                "limit=1&limit=1",
                "limit=99999999999",
                "limt=5",
                "Limit=5",
                "=5",
                "limit=%D9%A3"
            })
    void whatIsRefused(String query) {
        assertThat(SERVER.send(SERVER.request("/v1/probes?" + query)).body())
                .isEqualTo("{\"error\":\"invalid_parameter\"}");
    }
}
