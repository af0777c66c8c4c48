/**
 * One connection of a client, below the pipeline: its client gets one answer at a time, in pieces
 * and only as fast as it takes them, and has so much time for each thing that it may keep the
 * service waiting for.
 */
@NullMarked
package global.pryzma.ledger.http.connection;

import org.jspecify.annotations.NullMarked;
