package global.pryzma.replica.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Another replica, in this process or another one, has this data folder open. */
public final class DataFolderInUseException extends IOException {
    private static final long serialVersionUID = 1;

    DataFolderInUseException(Path folder) {
        super("data folder is in use by another replica: " + folder);
    }
}
