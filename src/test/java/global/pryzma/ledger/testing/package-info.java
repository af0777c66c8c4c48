/**
 * What tests of the whole service are written with.
 *
 * <p><b>A new test is cheap</b> when it takes the first of these that will do:
 *
 * <ol>
 *   <li>A test beside its class, without a service.
 *   <li>{@link global.pryzma.ledger.testing.ServiceUnderTest#shared()} with a {@link
 *       global.pryzma.ledger.testing.Tenant} of its own: milliseconds. Its class says
 *       {@code @Execution(SAME_THREAD)}, since it leaves the service as it found it, and so do the
 *       others only one after the other.
 *   <li>{@code ServiceUnderTest.start(…)}, once in a class, where the test stops parts of it or
 *       needs other properties: about 1.5 s.
 *   <li>{@link global.pryzma.ledger.testing.process.ServiceProcess}, once in a class, where it has
 *       to die: about 2 s, and as much for each further start. What it does at which point is said
 *       while it runs ({@code dieAt}, {@code stopAt}), not by a restart.
 *   <li>{@link global.pryzma.ledger.testing.process.Site}, where several instances meet.
 * </ol>
 *
 * <p>Classes run beside each other, methods of a class one after the other. So a test owns what it
 * changes: its organisation, its service, its folder. One that has to be alone in the process says
 * {@code @Isolated} and why; one that reads a log says {@code @ResourceLock}.
 *
 * <p><b>It waits for what it needs</b>, with {@code await()}, and never for a time: two more
 * processes may want every processor. What it only needs in order to begin or to look, it asks for
 * as clients do, again after a 502 or 503 ({@link global.pryzma.ledger.testing.Books}); where an
 * answer has to be the first one, the service is {@link
 * global.pryzma.ledger.testing.TestProperties#PATIENT}.
 *
 * <p>The kinds have packages: {@code start}, {@code crash}, {@code outage}, {@code overload},
 * {@code recovery}, {@code promises}, {@code instances}, {@code faults}.
 */
@NullMarked
package global.pryzma.ledger.testing;

import org.jspecify.annotations.NullMarked;
