/**
 * The server itself: sockets, the checks of requests, and the one loop that commits them, with
 * {@code EmbeddedReplica} as its face and {@code ReplicaServer} as its command.
 */
@NullMarked
package global.pryzma.replica.server;

import org.jspecify.annotations.NullMarked;
