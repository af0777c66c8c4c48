/**
 * The wire: frames and what is in their headers, checksums, the operations, 128-bit numbers. What
 * the bodies mean is the state machine's business.
 */
@NullMarked
package global.pryzma.replica.protocol;

import org.jspecify.annotations.NullMarked;
