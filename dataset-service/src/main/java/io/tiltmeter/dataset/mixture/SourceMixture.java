package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleOrigin;
import io.tiltmeter.contracts.example.Substitution;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.AugmentationRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.augmentation.AugmentationReport;
import io.tiltmeter.dataset.augmentation.AugmentationSettings;
import io.tiltmeter.dataset.augmentation.CounterfactualAugmentation;
import io.tiltmeter.dataset.hash.SeededOrder;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mixture from rows of sources: each part is filtered, drawn and labelled, and counterfactual rows come on top. The parts
 * follow one another, each in its source's order, and the augmented rows come last. The same request and inputs
 * give the same examples and report; a larger draw of the same seed contains the smaller.
 *
 * <p>An example's id is {@code <source id>-<row>}, with {@code -part<n>} appended where the same source was an earlier part,
 * and an augmented one's that of the row it was made from and {@code -cf<k>}. Classes are those of {@link
 * io.tiltmeter.dataset.context.ClassLabels} over all rows of the source with a context, whatever the filters leave. An
 * augmented row of a labelled part is context-critical: only its context gives the answer. Its losses are not known, and
 * its length is not held to {@code max_length}.
 *
 * <p>Needs 1 bit a row of each part, and while one part is drawn 8 bytes for each of its rows, besides what filters,
 * labels and augmentation need.
 */
public final class SourceMixture {
    /** Receives a mixture's examples, one at a time. */
    @FunctionalInterface
    public interface Sink {
        /** @throws IOException to end the writing, because it failed or no further example is wanted */
        void accept(TrainingExample example) throws IOException;
    }

    private final MixtureRequest.Sources request;
    private final MixtureInputs inputs;

    /**
     * A mixture.
     *
     * @param request valid, with the exact ids of what it names
     */
    public SourceMixture(MixtureRequest.Sources request, MixtureInputs inputs) {
        this.request = request;
        this.inputs = inputs;
    }

    /**
     * Writes the examples.
     *
     * @return the report
     * @throws IllegalArgumentException if filters leave nothing, a part has fewer rows than wanted, or a filter cannot judge
     *     the rows, with what to do; before the first example is written
     */
    public MixtureReport write(Sink sink) throws IOException {
        List<FilteredPart> filtered = new ArrayList<>();
        for (PartRequest part : request.parts()) {
            filtered.add(FilteredPart.of(part, request, inputs));
        }
        long[] sizes = PartSizes.of(
                request,
                filtered.stream().mapToLong(part -> part.left().count()).toArray());
        List<DrawnRows> drawn = IntStream.range(0, sizes.length)
                .mapToObj(part -> filtered.get(part)
                        .left()
                        .drawn(sizes[part], new SeededOrder(request.seed(), "part " + (part + 1) + " of a mixture")))
                .toList();
        return new Writing(filtered, drawn, sink).whole();
    }

    /** One pass over the drawn rows, and what is counted on it. */
    private final class Writing {
        private final List<FilteredPart> filtered;
        private final List<DrawnRows> drawn;
        private final MixtureRows rows;
        private final Sink sink;
        private final Map<String, Long> classCounts = new TreeMap<>();
        private long written;
        private long augmentedRow;
        private int substitutes;

        private Writing(List<FilteredPart> filtered, List<DrawnRows> drawn, Sink sink) {
            this.filtered = filtered;
            this.drawn = drawn;
            this.rows = new MixtureRows(inputs, drawn);
            this.sink = sink;
        }

        private MixtureReport whole() throws IOException {
            try (Stream<SourceRow> opened = rows.open()) {
                for (Iterator<SourceRow> next = opened.iterator(); next.hasNext(); ) {
                    SourceRow row = next.next();
                    write(row, "", Optional.empty());
                }
            }
            Optional<AugmentationReport> augmentation = augmented();
            List<PartReport> parts = IntStream.range(0, drawn.size())
                    .mapToObj(part -> filtered.get(part).report(drawn.get(part)))
                    .toList();
            return new MixtureReport(parts, augmentation, written, classCounts);
        }

        private Optional<AugmentationReport> augmented() throws IOException {
            if (request.augmentation().isEmpty()) {
                return Optional.empty();
            }
            AugmentationRequest augmentation = request.augmentation().get();
            long wanted = augmentation.wanted(written);
            if (wanted == 0) {
                return Optional.empty();
            }
            AugmentationReport report = new CounterfactualAugmentation(
                            AugmentationSettings.of(augmentation, request.seed()))
                    .run(rows, wanted, made -> {
                        SourceRow row = made.row();
                        substitutes = row.number() == augmentedRow ? substitutes + 1 : 1;
                        augmentedRow = row.number();
                        write(row, "-cf" + substitutes, Optional.of(made.substitution()));
                    });
            return Optional.of(report);
        }

        private void write(SourceRow row, String ending, Optional<Substitution> substitution) throws IOException {
            MixtureRows.RowOfPart origin = rows.originOf(row.number());
            FilteredPart part = filtered.get(origin.part());
            boolean isAugmented = substitution.isPresent();
            ExampleClass exampleClass = isAugmented && part.isLabelled()
                    ? ExampleClass.CONTEXT_CRITICAL
                    : isAugmented ? ExampleClass.UNLABELLED : part.classOf(origin.number());
            String source = part.left().source();
            TrainingExample bare = row.example(source + "-" + origin.number() + repeated(origin.part()) + ending);
            classCounts.merge(FilteredPart.label(exampleClass), 1L, Long::sum);
            written++;
            sink.accept(new TrainingExample(
                    bare.id(),
                    exampleClass,
                    bare.instruction(),
                    bare.input(),
                    bare.output(),
                    bare.system(),
                    bare.earlierTurns(),
                    Optional.of(new ExampleOrigin(
                            source,
                            origin.number(),
                            isAugmented ? Optional.empty() : part.losses(origin.number()),
                            substitution))));
        }

        private String repeated(int part) {
            String source = request.parts().get(part).source();
            boolean isRepeated = request.parts().subList(0, part).stream()
                    .anyMatch(earlier -> earlier.source().equals(source));
            return isRepeated ? "-part" + (part + 1) : "";
        }
    }
}
