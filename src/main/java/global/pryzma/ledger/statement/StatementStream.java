package global.pryzma.ledger.statement;

import global.pryzma.ledger.ledger.Deadline;
import global.pryzma.ledger.problem.ProblemException;
import global.pryzma.ledger.statement.EntryWalk.Chunk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a statement, made when they are asked for, which they are when the client has taken
 * those before: so one chunk of entries is in memory, however many there are, and of a client that
 * is gone nothing more is read. The entries are added up on their way. A statement that can't be
 * finished, or does not add up, is cut: it never ends as a whole one does.
 */
final class StatementStream extends InputStream {
    private static final Logger LOG = LoggerFactory.getLogger(StatementStream.class);

    /** A piece is made at once, and has so many characters at least, but for the first and last. */
    private static final int PIECE = 16 * 1024;

    private final Statement statement;
    private final StatementWriter writer;
    private final Chunks chunks;
    private final Deadline limit;
    private final StringBuilder text = new StringBuilder(2 * PIECE);

    private Chunk chunk;
    private int inChunk;
    private BigInteger debits = BigInteger.ZERO;
    private BigInteger credits = BigInteger.ZERO;
    private boolean ended;
    private byte[] piece = {};
    private int inPiece;
    private volatile boolean closed;

    /** Where the entries come from, oldest first. */
    @FunctionalInterface
    interface Chunks {
        /**
         * The next ones, if the last chunk was not the last.
         *
         * @throws ProblemException when the ledger or Postgres does not answer
         */
        Chunk next();
    }

    private StatementStream(
            Statement statement,
            StatementWriter writer,
            Chunk first,
            Chunks chunks,
            Deadline limit) {
        this.statement = statement;
        this.writer = writer;
        this.chunk = first;
        this.chunks = chunks;
        this.limit = limit;
    }

    /**
     * A statement whose first piece is there, for which no other chunk than the first is needed.
     * What goes wrong until then can be answered.
     *
     * @param chunks those after the first one
     * @param limit for all of it
     */
    static StatementStream begin(
            Statement statement,
            StatementWriter writer,
            Chunk first,
            Chunks chunks,
            Deadline limit) {
        StatementStream stream = new StatementStream(statement, writer, first, chunks, limit);
        writer.begin(stream.text);
        stream.writeChunk();
        stream.makePiece();
        return stream;
    }

    @Override
    public int read() throws StatementCut {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws StatementCut {
        while (inPiece == piece.length) {
            if (ended) {
                return -1;
            }
            writeOrCut();
        }
        int count = Math.min(length, piece.length - inPiece);
        System.arraycopy(piece, inPiece, target, offset, count);
        inPiece += count;
        return count;
    }

    private void writeOrCut() throws StatementCut {
        requireTime();
        try {
            write();
        } catch (ProblemException unanswered) {
            throw cut(unanswered.problem().code().code());
        } catch (RuntimeException fault) {
            LOG.error("A statement of account {} failed", statement.account().id(), fault);
            throw new StatementCut("a statement failed");
        }
    }

    private void requireTime() throws StatementCut {
        if (closed) {
            throw new StatementCut("the client is gone");
        }
        if (limit.isOver()) {
            throw cut("its time is over");
        }
    }

    /** One line, as there may be many when there are any. */
    private StatementCut cut(String reason) {
        LOG.warn("A statement of account {} was cut: {}", statement.account().id(), reason);
        return new StatementCut("a statement was cut");
    }

    /** Makes the next piece, for which many chunks may be needed in which there is nothing. */
    private void write() throws StatementCut {
        writeChunk();
        while (text.length() < PIECE && !ended) {
            requireTime();
            chunk = chunks.next();
            inChunk = 0;
            writeChunk();
        }
        makePiece();
    }

    /** Writes of the chunk what is missing in a piece, and the end behind the last one. */
    private void writeChunk() {
        while (text.length() < PIECE && inChunk < chunk.entries().size()) {
            writeEntry(chunk.entries().get(inChunk++));
        }
        if (chunk.isLast() && inChunk == chunk.entries().size()) {
            requireSum();
            writer.end(text);
            ended = true;
        }
    }

    private void makePiece() {
        piece = text.toString().getBytes(StandardCharsets.UTF_8);
        inPiece = 0;
        text.setLength(0);
    }

    private void writeEntry(Entry entry) {
        BigInteger amount = entry.amount().abs();
        if (entry.debit()) {
            debits = debits.add(amount);
        } else {
            credits = credits.add(amount);
        }
        writer.entry(entry, text);
    }

    /** The ledger's own counters were asked for before; a difference is a fault of ours. */
    private void requireSum() {
        if (!debits.equals(statement.totalDebits()) || !credits.equals(statement.totalCredits())) {
            throw new IllegalStateException(
                    "entries of %s and %s where %s and %s was posted"
                            .formatted(
                                    debits,
                                    credits,
                                    statement.totalDebits(),
                                    statement.totalCredits()));
        }
    }

    /** Called by whoever sends it, when the client is gone. */
    @Override
    public void close() {
        closed = true;
    }
}
