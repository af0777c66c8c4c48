/**
 * A single-node server that speaks the client protocol of TigerBeetle 0.16.30, in this process.
 *
 * <p>Four parts that know nothing of one another's inside: the wire ({@code Request}, {@code
 * FrameReader}…), the state machine ({@code StateMachine}; pure, without clock or IO), the files
 * ({@code Journal}, {@code Snapshots}, {@code Recovery}) and the session table ({@code Sessions}).
 * {@code CommitLoop} joins them; {@code EmbeddedReplica} is the public face. JDK and slf4j only.
 */
@NullMarked
package global.pryzma.ledger.embedded.replica;

import org.jspecify.annotations.NullMarked;
