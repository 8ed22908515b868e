package io.tiltmeter.results.application.curve;

import io.tiltmeter.results.persistence.StoredScore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a line breaks: between neighbouring checkpoints that were not measured alike, so that no line suggests a change of
 * the model there. Alike means the same version of the suite, the same version of the scorer, the same settings of
 * the arm and as many items.
 */
final class Segments {
    private final Map<Integer, Integer> segmentOf;

    private Segments(Map<Integer, Integer> segmentOf) {
        this.segmentOf = segmentOf;
    }

    /** @param scores of one line; several suites at a step are taken together */
    static Segments of(Collection<StoredScore> scores) {
        SortedMap<Integer, List<String>> measured = new TreeMap<>();
        for (StoredScore score : scores) {
            measured.computeIfAbsent(score.score().step(), step -> new ArrayList<>())
                    .add(String.join(
                            "\n",
                            score.suiteId(),
                            score.provenance().itemsSha256(),
                            score.provenance().scorer(),
                            Integer.toString(score.provenance().scorerVersion()),
                            score.provenance().armSettings().orElse(""),
                            Integer.toString(score.score().items())));
        }
        Map<Integer, Integer> segmentOf = new HashMap<>();
        List<String> before = null;
        int segment = -1;
        for (Map.Entry<Integer, List<String>> point : measured.entrySet()) {
            Collections.sort(point.getValue());
            segment += point.getValue().equals(before) ? 0 : 1;
            before = point.getValue();
            segmentOf.put(point.getKey(), segment);
        }
        return new Segments(segmentOf);
    }

    /** Counts up from 0 where the line breaks; 0 at a step without a score. */
    int at(int step) {
        return segmentOf.getOrDefault(step, 0);
    }
}
