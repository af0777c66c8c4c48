package global.pryzma.ledger.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A reader of RFC 4180, which takes nothing else. */
final class CsvText {
    private final String text;
    private int at;

    private CsvText(String text) {
        this.text = text;
    }

    /** The rows behind the first by the names in that. */
    static List<Map<String, String>> rows(String text) {
        List<List<String>> records = new CsvText(text).records();
        List<String> names = records.getFirst();
        return records.stream()
                .skip(1)
                .map(record -> {
                    assertThat(record).hasSameSizeAs(names);
                    Map<String, String> row = new HashMap<>();
                    for (int i = 0; i < names.size(); i++) {
                        row.put(names.get(i), record.get(i));
                    }
                    return row;
                })
                .toList();
    }

    private List<List<String>> records() {
        List<List<String>> records = new ArrayList<>();
        while (at < text.length()) {
            List<String> record = new ArrayList<>();
            record.add(field());
            while (text.charAt(at) == ',') {
                at++;
                record.add(field());
            }
            assertThat(text.substring(at, at + 2)).isEqualTo("\r\n");
            at += 2;
            records.add(record);
        }
        return records;
    }

    private String field() {
        StringBuilder field = new StringBuilder();
        if (text.charAt(at) != '"') {
            while (",\r".indexOf(text.charAt(at)) < 0) {
                assertThat(text.charAt(at)).isNotIn('"', '\n');
                field.append(text.charAt(at++));
            }
            return field.toString();
        }
        at++;
        while (true) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else {
                return field.toString();
            }
        }
    }
}
