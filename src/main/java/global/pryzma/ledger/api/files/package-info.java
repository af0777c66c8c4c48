/** The files and pages that come along with the service, as they are served. */
@NullMarked
package global.pryzma.ledger.api.files;

import org.jspecify.annotations.NullMarked;
