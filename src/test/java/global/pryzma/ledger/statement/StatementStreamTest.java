package global.pryzma.ledger.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import global.pryzma.ledger.account.AccountFacts;
import global.pryzma.ledger.account.AccountType;
import global.pryzma.ledger.books.LedgerNumber;
import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.money.Amount;
import global.pryzma.ledger.money.Currency;
import global.pryzma.ledger.problem.ProblemCode;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.statement.EntryWalk.Chunk;
import global.pryzma.ledger.words.Wording;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Statements on their way: what is in memory of them, and what ends them. */
class StatementStreamTest {
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final int CHUNK = 1000;
    private static final int CHUNKS = 1000;
    private static final Deadline LONG = Deadline.after(Duration.ofHours(1));

    /** Of those before hardly any wait for the client when the next ones are asked for. */
    @Test
    void ofAMillionEntriesOneChunkIsThereAtATime() throws IOException {
        Source source = new Source(CHUNKS);
        StatementStream stream = begin(source, CHUNKS * CHUNK, LONG);
        byte[] piece = new byte[8192];
        for (int count = stream.read(piece, 0, piece.length);
                count >= 0;
                count = stream.read(piece, 0, piece.length)) {
            for (int i = 0; i < count; i++) {
                source.taken += piece[i] == '\n' ? 1 : 0;
            }
        }
        assertThat(source.taken).as("with the first two rows and the last").isEqualTo(1_000_003);
        assertThat(source.mostWaiting).isLessThan(200);
    }

    @Test
    void whatDoesNotAddUpNeverEnds() {
        StatementStream stream = begin(new Source(30), 30 * CHUNK + 1, LONG);
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(StatementCut.class);
    }

    @Test
    void whoseTimeIsOverIsCut() {
        StatementStream stream = begin(new Source(30), 30 * CHUNK, Deadline.after(Duration.ZERO));
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(StatementCut.class);
    }

    @Test
    void whoIsGoneIsReadNothingFor() throws IOException {
        Source source = new Source(30);
        StatementStream stream = begin(source, 30 * CHUNK, LONG);
        stream.close();
        int asked = source.asked;
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(StatementCut.class);
        assertThat(source.asked).isEqualTo(asked);
    }

    /** Many chunks may be needed for the next piece when there is nothing in them. */
    @Test
    void whoGoesWhileNothingIsFoundIsReadNothingFor() {
        Source source = new Source(1);
        AtomicReference<StatementStream> gone = new AtomicReference<>();
        StatementStream stream =
                begin(
                        () -> {
                            if (source.asked > 0) {
                                gone.get().close();
                                return new Chunk(List.of(), false);
                            }
                            return source.next();
                        },
                        CHUNK,
                        LONG);
        gone.set(stream);
        assertThatThrownBy(stream::readAllBytes)
                .isInstanceOf(StatementCut.class)
                .hasMessage("the client is gone");
    }

    /** Until the first piece is there the client can be told. */
    @Test
    void aFaultIsToldBeforeTheFirstPieceAndCutsAfterwards() {
        ProblemException fault = ProblemException.of(ProblemCode.LEDGER_UNAVAILABLE, "away");
        StatementStream.Chunks away =
                () -> {
                    throw fault;
                };
        assertThatThrownBy(() -> begin(away, CHUNK, LONG)).isSameAs(fault);
        Source source = new Source(1);
        StatementStream stream =
                begin(() -> source.asked == 0 ? source.next() : away.next(), CHUNK, LONG);
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(StatementCut.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "USD, 2, 999999999999999999, -",
                "USD, 2, 1000000000000000000, camt.053 has amounts of at most 18 digits",
                "CLF, 4, 1, -",
                "BTC, 8, 1, no currency such as BTC",
                "USD_GT, 2, 1, no currency such as USD_GT",
            })
    void aCamtHasLimits(String code, int exponent, BigInteger moved, @Nullable String reason) {
        Statement statement = statement(new Currency(code, exponent), moved);
        if (reason == null) {
            assertThat(CamtLimits.refusal(statement)).isEmpty();
        } else {
            assertThat(CamtLimits.refusal(statement).orElseThrow()).contains(reason);
        }
    }

    @ParameterizedTest
    @CsvSource({"5, 0, 5", "5, 2, 0.05", "1234567, 2, 12 345.67", "-1234567, 0, −1 234 567"})
    void amountsAreInUnits(BigInteger minorUnits, int exponent, String shown) {
        Currency currency = new Currency("XXX", exponent);
        String grouped = DecimalAmount.grouped(minorUnits, currency);
        assertThat(grouped.replace('\u202f', ' ')).isEqualTo(shown);
    }

    @Test
    void theDefaultLimitAndThoseThatMakeSense() {
        assertThat(new StatementSettings(Duration.ofMinutes(10)).timeLimit())
                .isEqualTo(Duration.ofMinutes(10));
        assertThatThrownBy(() -> new StatementSettings(Duration.ZERO))
                .hasMessageContaining("pryzma.statement.time-limit is 1 s to 1 d");
    }

    private static StatementStream begin(StatementStream.Chunks chunks, int moved, Deadline limit) {
        Statement statement = statement(new Currency("USD", 2), BigInteger.valueOf(moved));
        return StatementStream.begin(
                statement, new CsvStatement(statement), chunks.next(), chunks, limit);
    }

    private static Statement statement(Currency currency, BigInteger moved) {
        return new Statement(
                new AccountFacts(
                        ACCOUNT,
                        new LedgerNumber(1, UUID.randomUUID(), currency.code()),
                        AccountType.CONSUMER,
                        1),
                null,
                currency,
                new Period(1, 1L << 60, 1L << 60),
                PostedBalance.ZERO,
                new PostedBalance(Amount.ZERO, Amount.of(moved)));
    }

    /** Chunks of payments of 1. */
    private static final class Source implements StatementStream.Chunks {
        int asked;
        int taken;
        int mostWaiting;
        private final int chunks;
        private final Wording words = Wording.NONE;
        private final UUID other = UUID.randomUUID();

        Source(int chunks) {
            this.chunks = chunks;
        }

        @Override
        public Chunk next() {
            int from = asked++ * CHUNK;
            mostWaiting = Math.max(mostWaiting, from - taken);
            return asked > chunks
                    ? Chunk.NONE
                    : new Chunk(
                            IntStream.range(from, from + CHUNK).mapToObj(this::entry).toList(),
                            false);
        }

        private Entry entry(int i) {
            return new Entry(
                    new UUID(i, i),
                    EntryKind.TRANSFER,
                    false,
                    other,
                    BigInteger.ONE,
                    BigInteger.valueOf(i + 1),
                    words,
                    2L + i,
                    null,
                    null,
                    null);
        }
    }
}
