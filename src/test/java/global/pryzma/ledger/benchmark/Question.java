package global.pryzma.ledger.benchmark;

import java.util.function.Supplier;

/**
 * Something that is read, again and again.
 *
 * @param group in which the target is judged
 * @param kind what it is called in the report
 * @param path that is asked, with the query: another one each time, where there are many
 */
record Question(String group, String kind, Supplier<String> path) {}
