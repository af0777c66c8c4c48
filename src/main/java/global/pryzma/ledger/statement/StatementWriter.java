package global.pryzma.ledger.statement;

/** A statement being written in one of its forms, from its beginning to its end. */
interface StatementWriter {
    /** What stands before the first entry. */
    void begin(StringBuilder out);

    /** One entry, oldest first. */
    void entry(Entry entry, StringBuilder out);

    /** What shows that nothing is missing. */
    void end(StringBuilder out);
}
