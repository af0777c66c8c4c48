/**
 * The replica beside recordings of the real server and beside a model that shares no code with it.
 */
@NullMarked
package global.pryzma.replica.comparison;

import org.jspecify.annotations.NullMarked;
