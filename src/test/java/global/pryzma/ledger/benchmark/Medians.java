package global.pryzma.ledger.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What each load has come to in the runs, and the medians of it. */
final class Medians {
    private final Map<Point, List<Measured>> runs = new LinkedHashMap<>();

    /** One of those that are measured in every run. */
    private record Point(String name, int inFlight) {}

    void add(String name, int inFlight, Measured measured) {
        runs.computeIfAbsent(new Point(name, inFlight), _ -> new ArrayList<>()).add(measured);
    }

    boolean has(String name, int inFlight) {
        return runs.containsKey(new Point(name, inFlight));
    }

    double perSecond(String name, int inFlight) {
        return of(name, inFlight, Measured::perSecond);
    }

    double of(String name, int inFlight, ToDoubleFunction<Measured> figure) {
        return of(
                runs.getOrDefault(new Point(name, inFlight), List.of()).stream()
                        .mapToDouble(figure)
                        .boxed()
                        .toList());
    }

    static double of(List<Double> figures) {
        return figures.isEmpty()
                ? Double.NaN
                : figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
