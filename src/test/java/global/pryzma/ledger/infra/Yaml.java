package global.pryzma.ledger.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The YAML files of infra/, as trees. */
final class Yaml {
    private static final ObjectReader READER =
            new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class);

    private Yaml() {}

    /** All documents of a file. */
    static List<JsonNode> documents(Path file) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (var documents = READER.<JsonNode>readValues(file.toFile())) {
            documents.forEachRemaining(all::add);
        }
        return all;
    }

    /** A file of one document. */
    static JsonNode of(Path file) throws IOException {
        return documents(file).getFirst();
    }

    /** The files in a folder, and below it, whose name ends so. */
    static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        }
    }

    /** The elements of a list, or of an object. */
    static Stream<JsonNode> in(JsonNode node) {
        List<JsonNode> all = new ArrayList<>();
        node.forEach(all::add);
        return all.stream();
    }
}
