package global.pryzma.ledger.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import global.pryzma.ledger.api.RecordedJson;
import global.pryzma.ledger.idempotency.Conclusion;
import global.pryzma.ledger.idempotency.Identities;
import global.pryzma.ledger.idempotency.StoredForms;
import global.pryzma.ledger.idempotency.key.IdempotencyKey;
import global.pryzma.ledger.idempotency.key.Identity;
import global.pryzma.ledger.idempotency.plan.Plan;
import global.pryzma.ledger.money.Currency;

import io.micronaut.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

class CreateCurrencyMutationTest {
    private static final UUID ORGANISATION =
            UUID.fromString("0190b5e2-0000-7000-8000-00000000d000");
    private static final IdempotencyKey KEY =
            new IdempotencyKey(UUID.fromString("019a3c60-11c8-7a3e-8f5b-9d2c4e6a8b01"));

    private static final CreateCurrencyCommand LEAST =
            new CreateCurrencyCommand(new Currency("GOLD_G", 4), null);
    private static final CreateCurrencyCommand MOST =
            new CreateCurrencyCommand(new Currency("POINTS", 0), "Points \"é\"");

    private final CreateCurrencyMutation mutation =
            new CreateCurrencyMutation(new RecordedJson(JsonMapper.createDefault()));

    @Test
    void theFormIsPermanent() {
        assertThat(mutation.operation()).isEqualTo("currencies.create");
        assertThat(text(LEAST.content())).isEqualTo("{\"code\":\"GOLD_G\",\"exponent\":4}");
        assertThat(text(MOST.content()))
                .isEqualTo("{\"code\":\"POINTS\",\"exponent\":0,\"name\":\"Points \\\"é\\\"\"}");
        assertThat(MOST.encode()).isEqualTo(MOST.content());
    }

    @Test
    void anotherProcessReadsTheSameCommand() {
        for (CreateCurrencyCommand command : List.of(LEAST, MOST)) {
            assertThat(StoredForms.decode(mutation, 1, command.encode())).isEqualTo(command);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoredForms.decode(mutation, 2, LEAST.encode()));
        assertThat(StoredForms.plan(ORGANISATION, KEY, mutation, MOST))
                .isEqualTo(new Plan.Nothing());
    }

    @Test
    void theAnswerAndTheRow() {
        Conclusion conclusion = mutation.conclude(MOST, identity(MOST));
        assertThat(conclusion.response().status()).isEqualTo(201);
        assertThat(text(conclusion.response().body()))
                .isEqualTo(
                        "{\"code\":\"POINTS\",\"exponent\":0,\"name\":\"Points \\\"é\\\"\","
                                + "\"private\":true}");
        assertThat(conclusion.rows())
                .singleElement()
                .isEqualTo(
                        CurrencyRows.INSERT.row(
                                new PrivateCurrencyRow(
                                        identity(MOST).id().toUuid(),
                                        ORGANISATION,
                                        "POINTS",
                                        0,
                                        "Points \"é\"")));
        assertThat(text(mutation.conclude(LEAST, identity(LEAST)).response().body()))
                .isEqualTo("{\"code\":\"GOLD_G\",\"exponent\":4,\"private\":true}");
    }

    private Identity identity(CreateCurrencyCommand command) {
        return Identities.of(ORGANISATION, KEY, mutation, command);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
