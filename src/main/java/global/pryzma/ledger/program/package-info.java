/** Programs, which group accounts of an organisation, and the currencies that they may use. */
@NullMarked
package global.pryzma.ledger.program;

import org.jspecify.annotations.NullMarked;
