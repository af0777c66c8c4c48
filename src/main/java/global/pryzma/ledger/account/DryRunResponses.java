package global.pryzma.ledger.account;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import global.pryzma.ledger.api.CommonJson;
import global.pryzma.ledger.books.LedgerNumbers;
import global.pryzma.ledger.idempotency.DryRunAnswers;
import global.pryzma.ledger.idempotency.key.RecordedResponse;
import global.pryzma.ledger.ledger.LedgerAccount;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.json.JsonMapper;

import jakarta.inject.Singleton;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a dry run on the wire: the response that would come without what only the real
 * request will have, such as ids and times; and the balances that would follow.
 */
@Singleton
final class DryRunResponses implements DryRunAnswers {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonMapper json;
    private final LedgerNumbers ledgerNumbers;

    DryRunResponses(JsonMapper json, LedgerNumbers ledgerNumbers) {
        this.json = json;
        this.ledgerNumbers = ledgerNumbers;
    }

    @Override
    public RecordedResponse of(
            RecordedResponse one,
            RecordedResponse other,
            Optional<List<LedgerAccount>> after,
            List<String> unforeseen) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(one.body().length + 512);
        try (JsonGenerator out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
            out.writeStartObject();
            out.writeBooleanField("dry_run", true);
            out.writeNumberField("status", one.status());
            out.writeFieldName("response");
            CommonJson.write(one.body(), other.body(), out);
            if (after.isPresent()) {
                out.writeFieldName("accounts");
                out.writeRawValue(
                        new String(
                                json.writeValueAsBytes(
                                        after.get().stream().map(this::foreseen).toList()),
                                StandardCharsets.UTF_8));
            }
            out.writeArrayFieldStart("not_foreseen");
            for (String sentence : unforeseen) {
                out.writeString(sentence);
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("an array of bytes takes everything", e);
        }
        return new RecordedResponse(
                HttpStatus.OK.getCode(), MediaType.APPLICATION_JSON, bytes.toByteArray());
    }

    private ForeseenAccount foreseen(LedgerAccount account) {
        return new ForeseenAccount(
                account.account().id().toUuid(),
                ledgerNumbers.require(account.account().ledger()).currency(),
                Balances.of(
                        AccountType.ofCode(account.account().code()).normalSide(),
                        Counters.of(account)));
    }
}
