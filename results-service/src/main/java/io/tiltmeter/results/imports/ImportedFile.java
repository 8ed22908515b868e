package io.tiltmeter.results.imports;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** A file that was read and is valid. */
public sealed interface ImportedFile {
    /** Columns that were not read, by their names in the file. */
    List<String> ignored();

    int lastStep();

    int checkpoints();

    /**
     * Writes a text that {@link ImportReader} reads to an equal file; it does not depend on the order and format of the
     * original.
     */
    void writeNormalised(Appendable out) throws IOException;

    /**
     * Accuracies of checkpoints.
     *
     * @param points by ascending step, at least one
     * @param sameItems whether the file says that every checkpoint answered the same items; empty if it says nothing
     */
    record Curve(List<ImportedPoint> points, List<String> ignored, Optional<Boolean> sameItems)
            implements ImportedFile {
        public Curve {
            points = List.copyOf(points);
            ignored = List.copyOf(ignored);
        }

        @Override
        public int lastStep() {
            return points.get(points.size() - 1).step();
        }

        @Override
        public int checkpoints() {
            return points.size();
        }

        @Override
        public void writeNormalised(Appendable out) throws IOException {
            NormalisedCsv.write(this, out);
        }
    }

    /**
     * The label of each item at each checkpoint.
     *
     * @param byStep at least one step, each with at least one item by its id
     * @param clusters of every item
     */
    record Labels(
            SortedMap<Integer, SortedMap<String, ImportedLabel>> byStep,
            Map<String, String> clusters,
            List<String> ignored)
            implements ImportedFile {
        public Labels {
            ignored = List.copyOf(ignored);
        }

        public String cluster(String item) {
            return clusters.getOrDefault(item, item);
        }

        @Override
        public int lastStep() {
            return byStep.lastKey();
        }

        @Override
        public int checkpoints() {
            return byStep.size();
        }

        @Override
        public void writeNormalised(Appendable out) throws IOException {
            NormalisedCsv.write(this, out);
        }
    }
}
