/** What infra/ says: rules, dashboards, pages and scripts, held against the service. */
@NullMarked
package global.pryzma.ledger.infra;

import org.jspecify.annotations.NullMarked;
