package global.pryzma.ledger.books;

import global.pryzma.ledger.idempotency.command.Command;
import global.pryzma.ledger.idempotency.command.CommandReader;
import global.pryzma.ledger.idempotency.command.CommandWriter;
import global.pryzma.ledger.money.Currency;

import org.jspecify.annotations.Nullable;

/** A private currency to register, checked. */
record CreateCurrencyCommand(Currency currency, @Nullable String name) implements Command {
    /** Version 1. */
    @Override
    public byte[] content() {
        return CommandWriter.begin()
                .text("code", currency.code())
                .number("exponent", currency.exponent())
                .text("name", name)
                .end();
    }

    /** Version 1. */
    @Override
    public byte[] encode() {
        return content();
    }

    static CreateCurrencyCommand read(CommandReader reader) {
        return new CreateCurrencyCommand(
                new Currency(reader.text("code"), reader.integer("exponent")),
                reader.optionalText("name"));
    }
}
