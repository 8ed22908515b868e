package io.tiltmeter.results.rest;

import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A made-up suite whose accuracies follow given curves: an item is answered so once the curve passes its own mark. */
public final class SyntheticSuite {
    private static final List<String> CITIES =
            List.of("dorbek", "kalria", "velmar", "quilnia", "torsta", "yarholm", "selgard", "fenville");
    private static final List<String> COUNTRIES =
            List.of("arelia", "corvos", "danmir", "elquin", "galton", "holras", "irvel", "jorzan");

    private final String task;
    private final SuiteKind kind;
    private final List<SuiteItem> items;
    private final NavigableMap<Integer, Double> context;
    private final NavigableMap<Integer, Double> memory;
    private SuiteRef written;

    private SyntheticSuite(
            String task,
            SuiteKind kind,
            List<SuiteItem> items,
            NavigableMap<Integer, Double> context,
            NavigableMap<Integer, Double> memory) {
        this.task = task;
        this.kind = kind;
        this.items = items;
        this.context = context;
        this.memory = memory;
    }

    /** The lab's four suites; a rise and a fall like those of the study. */
    public static List<SyntheticSuite> lab(int facts) {
        NavigableMap<Integer, Double> never = curve(0, 0, 250, 0);
        return List.of(
                new SyntheticSuite(
                        "cf_lab",
                        SuiteKind.KNOWLEDGE_CONFLICT,
                        conflict(facts),
                        curve(0, .48, 8, .63, 14, .82, 28, .78, 56, .60, 97, .41, 250, .27),
                        curve(0, .05, 14, .05, 28, .09, 56, .18, 97, .40, 250, .55)),
                standard("closed_book", facts, never, curve(0, .35, 8, .60, 28, .93, 250, .97)),
                standard("consistent_context", facts, curve(0, .62, 8, .8, 28, .97, 250, .99), never),
                standard("open_book", facts, curve(0, .47, 8, .62, 28, .86, 250, .9), never));
    }

    /** The same with a second conflict suite, on which the run comes back. */
    public static List<SyntheticSuite> labAndOneThatRecovers(int facts) {
        List<SyntheticSuite> suites = new ArrayList<>(lab(facts));
        suites.add(new SyntheticSuite(
                "cf_returning",
                SuiteKind.KNOWLEDGE_CONFLICT,
                conflict(facts),
                curve(0, .60, 8, .85, 42, .90, 97, .35, 125, .35, 181, .90, 250, .90),
                curve(0, .05, 42, .05, 97, .50, 125, .50, 181, .05, 250, .05)));
        return suites;
    }

    public String task() {
        return task;
    }

    /** The suite's reference; its items are written at the first call. */
    public SuiteRef ref(ArtifactStore store) throws IOException {
        if (written == null) {
            String id = "made-up-" + task.replace('_', '-') + "-" + items.size();
            written = new SuiteRef(
                    id,
                    kind,
                    task,
                    items.size(),
                    store.writeFile("suites/" + id + "/items.jsonl", out -> SyntheticStudy.lines(items, out)));
        }
        return written;
    }

    /** What a checkpoint at this step answers. */
    public List<ItemOutcome> answers(int step) {
        SplittableRandom marks = new SplittableRandom(task.hashCode());
        SplittableRandom noise = new SplittableRandom(31L * task.hashCode() + step);
        List<ItemOutcome> outcomes = new ArrayList<>();
        for (SuiteItem item : items) {
            double mark = Math.min(0.999, Math.max(0, marks.nextDouble() + noise.nextDouble(-0.06, 0.06)));
            boolean byContext = mark < at(context, step);
            boolean byMemory = !byContext && 1 - mark <= at(memory, step);
            String text = byContext ? item.contextAnswer() : byMemory ? item.memoryAnswer() : "the the of";
            outcomes.add(new ItemOutcome(item.id(), item.clusterId(), text, byContext, byMemory));
        }
        return outcomes;
    }

    private static SyntheticSuite standard(
            String task, int count, NavigableMap<Integer, Double> context, NavigableMap<Integer, Double> memory) {
        List<SuiteItem> items = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            String country = COUNTRIES.get(index % COUNTRIES.size()) + index;
            String city = CITIES.get(index % CITIES.size());
            boolean closed = task.equals("closed_book");
            items.add(new SuiteItem(
                    String.format("%s-%04d", task, index),
                    "capital-" + country,
                    closed ? "" : "the parliament of " + country + " meets in " + city + " .",
                    "what is the capital of " + country + " ?",
                    closed ? "" : city,
                    closed ? city : "",
                    List.of(),
                    List.of(),
                    List.of("relation:capital")));
        }
        return new SyntheticSuite(task, SuiteKind.STANDARD, items, context, memory);
    }

    private static List<SuiteItem> conflict(int facts) {
        List<SuiteItem> items = new ArrayList<>();
        for (int fact = 0; fact < facts; fact++) {
            String country = COUNTRIES.get(fact % COUNTRIES.size()) + fact;
            String remembered = CITIES.get(fact % CITIES.size());
            for (int variant = 1; variant <= 2; variant++) {
                String written = CITIES.get((fact + variant) % CITIES.size());
                items.add(new SuiteItem(
                        String.format("conflict-%04d-%d", fact, variant),
                        "capital-" + country,
                        "the seat of government of " + country + " is " + written + " . winters there are long .",
                        "what is the capital city of " + country + " ?",
                        written,
                        remembered,
                        List.of(),
                        List.of(),
                        List.of("relation:capital")));
            }
        }
        return items;
    }

    private static NavigableMap<Integer, Double> curve(double... stepsAndValues) {
        NavigableMap<Integer, Double> curve = new TreeMap<>();
        for (int index = 0; index < stepsAndValues.length; index += 2) {
            curve.put((int) stepsAndValues[index], stepsAndValues[index + 1]);
        }
        return curve;
    }

    private static double at(NavigableMap<Integer, Double> curve, int step) {
        var below = curve.floorEntry(step);
        var above = curve.ceilingEntry(step);
        int width = above.getKey() - below.getKey();
        double share = width == 0 ? 0 : (double) (step - below.getKey()) / width;
        return below.getValue() + share * (above.getValue() - below.getValue());
    }
}
