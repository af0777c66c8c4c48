package global.pryzma.ledger.api.files;

import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;

import java.util.Map;

/** The files of a page by their names, those that it needs and no more. */
public final class SharedFiles {
    public static final MediaType HTML = new MediaType("text/html; charset=utf-8");
    public static final MediaType SCRIPT = new MediaType("text/javascript; charset=utf-8");
    public static final MediaType STYLE = new MediaType("text/css; charset=utf-8");

    private final Map<String, SharedFile> files;

    public SharedFiles(Map<String, SharedFile> files) {
        this.files = Map.copyOf(files);
    }

    /**
     * The answer with the file of this name.
     *
     * @throws ProblemException {@link ProblemCode#NOT_FOUND} if there is none
     */
    public HttpResponse<?> answer(String name, HttpRequest<?> request) {
        SharedFile found = files.get(name);
        if (found == null) {
            throw ProblemException.of(ProblemCode.NOT_FOUND, "there is no such file");
        }
        return found.answer(request);
    }
}
