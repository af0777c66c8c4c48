/** What the tests of a replica share: clients, processes, faulty files. */
@NullMarked
package global.pryzma.replica.testing;

import org.jspecify.annotations.NullMarked;
