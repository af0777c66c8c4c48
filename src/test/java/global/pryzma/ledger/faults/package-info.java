/** The harness that lets every part fail under load, and holds every answer against the ledger. */
@NullMarked
package global.pryzma.ledger.faults;

import org.jspecify.annotations.NullMarked;
