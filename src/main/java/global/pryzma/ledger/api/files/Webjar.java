package global.pryzma.ledger.api.files;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** A library for browsers that is packaged with the service. */
public final class Webjar {
    private final String folder;

    /** The one of this name, from the group of Maven's that it is published in. */
    public Webjar(String group, String name) {
        this.folder =
                "META-INF/resources/webjars/%s/%s/"
                        .formatted(name, version("META-INF/maven/" + group + "/" + name));
    }

    /** One of its files. */
    public byte[] read(String path) {
        return PackagedFile.read(folder + path);
    }

    /** The version, which stands in the paths of the files. */
    private static String version(String folder) {
        Properties properties = new Properties();
        try {
            properties.load(
                    new StringReader(
                            new String(
                                    PackagedFile.read(folder + "/pom.properties"),
                                    StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(properties.getProperty("version"), folder);
    }
}
