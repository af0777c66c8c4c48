/**
 * The state machine: accounts, transfers and sessions in memory, and what each operation makes of
 * them. Pure, without clock or IO: the same messages always make the same state.
 */
@NullMarked
package global.pryzma.replica.machine;

import org.jspecify.annotations.NullMarked;
