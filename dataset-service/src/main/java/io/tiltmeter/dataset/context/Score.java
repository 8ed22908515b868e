package io.tiltmeter.dataset.context;

import io.tiltmeter.contracts.example.ExampleLosses;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much an answer depends on its context, in nats; the lower, the less. */
public enum Score {
    /** The paper's (PAPER.md section 5): high where the answer cannot be guessed. */
    LOSS_WITHOUT_CONTEXT(0, 10),
    /** Loss without minus loss with: high where the context helps. An addition to the paper's score. */
    LOSS_DIFFERENCE(-5, 5);

    private static final int BINS = 40;

    private final List<Double> edges;

    Score(double from, double to) {
        edges = List.copyOf(Histogram.evenEdges(from, to, BINS));
    }

    /** As in requests. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The score of this label. */
    public static Optional<Score> labelled(String label) {
        return Arrays.stream(values())
                .filter(score -> score.label().equals(label))
                .findFirst();
    }

    /** In nats. */
    public double nats(ExampleLosses losses) {
        return this == LOSS_WITHOUT_CONTEXT
                ? losses.withoutContextNats()
                : losses.withoutContextNats() - losses.withContextNats();
    }

    /** Its name with its unit, in histograms. */
    public String measure() {
        return label() + "_nats";
    }

    /** The edges of its histogram, ascending. */
    public List<Double> edges() {
        return edges;
    }
}
