package global.pryzma.ledger.api;

import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.idempotency.key.RecordedResponse;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.json.JsonMapper;

import jakarta.inject.Singleton;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The JSON of what a mutation answers, in the form in which it is kept and replayed. */
@Singleton
public final class RecordedJson {
    private final JsonMapper json;

    public RecordedJson(JsonMapper json) {
        this.json = json;
    }

    /** A response 201 with this body. */
    public RecordedResponse created(Object body) {
        return response(HttpStatus.CREATED, body);
    }

    /** A response 200 with this body. */
    public RecordedResponse ok(Object body) {
        return response(HttpStatus.OK, body);
    }

    /** A response 201 with a body that is written by hand. */
    public static RecordedResponse created(CommandWriter body) {
        return response(HttpStatus.CREATED, body.endPieces());
    }

    /** A response 200 with a body that is written by hand. */
    public static RecordedResponse ok(CommandWriter body) {
        return response(HttpStatus.OK, body.endPieces());
    }

    private static RecordedResponse response(HttpStatus status, List<byte[]> pieces) {
        return new RecordedResponse(status.getCode(), MediaType.APPLICATION_JSON, pieces);
    }

    private RecordedResponse response(HttpStatus status, Object body) {
        try {
            return response(status, List.of(json.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
    }
}
