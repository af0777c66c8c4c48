package global.pryzma.ledger.benchmark;

import java.io.PrintStream;
import java.util.Locale;

/** What the benchmark says, line by line, as it comes. */
record Report(PrintStream out) {
    void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    void atMost(double target, double value, String what) {
        target(value <= target, "at most", target, value, what);
    }

    void atLeast(double target, double value, String what) {
        target(value >= target, "at least", target, value, what);
    }

    private void target(boolean reached, String bound, double target, double value, String what) {
        line(
                "%s  %s: %.3f, to be %s %.2f",
                reached ? "  reached" : "X MISSED ", what, value, bound, target);
    }
}
