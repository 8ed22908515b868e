package io.tiltmeter.dataset.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleOrigin;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.filter.FilterReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Properties of every mixture of sources. */
class SourceMixturePropertyTest {
    private static final int SEEDS = 15;
    private static final List<String> FREE = List.of(
            "{\"filter\":\"length\",\"part\":\"answer\",\"min_characters\":10,\"max_characters\":150}",
            "{\"filter\":\"regex\",\"pattern\":\"walks to\",\"keep\":\"others\"}",
            "{\"filter\":\"overlap\",\"suite\":\"made-up\"}",
            "{\"filter\":\"sample\",\"share\":0.9}");
    private static final List<String> BOUND = List.of(
            "{\"filter\":\"dedup\"}",
            "{\"filter\":\"dedup\",\"mode\":\"near\",\"threshold\":0.7}",
            "{\"filter\":\"context_critical\",\"model\":\"run:base\"}",
            "{\"filter\":\"sample\",\"count\":150}");
    private static final String LABEL = ",\"label\":{\"model\":\"run:base\",\"share\":0.4}";

    private static final Map<Long, MadeMixture> THREE_PARTS = new HashMap<>();

    @Test
    void theSameRequestGivesTheSameBytesAndReport() {
        for (long seed = 0; seed < SEEDS; seed++) {
            String rest = "\"max_length\":30,\"tokenizer\":\"run:base\",\"parts\":[" + part("a", ",\"share\":0.7", seed)
                    + "," + part("b", ",\"share\":0.3", seed + 1) + "],\"augmentation\":{\"ratio\":0.1}";
            String once = made(seed, rest).bytes();
            assertEquals(once, made(seed, rest).bytes(), "seed " + seed);
        }
    }

    @Test
    void anotherSeedDrawsOtherRows() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MadeMixture one = made(seed, 5, "\"parts\":[{\"source\":\"a.v1\",\"count\":50}]");
            MadeMixture other = made(seed + 1, 5, "\"parts\":[{\"source\":\"a.v1\",\"count\":50}]");
            assertNotEquals(one.ids(), other.ids());
        }
    }

    @Test
    void sharesSumToTheTotalAndToTheScarcestPart() {
        for (long seed = 0; seed < SEEDS; seed++) {
            int total = 1 + new Random(seed).nextInt(100);
            String parts =
                    "\"parts\":[" + part("a", ",\"share\":0.55", 90) + "," + part("b", ",\"share\":0.45", 90) + "]";
            MadeMixture some = made(seed, "\"example_count\":" + total + "," + parts);
            assertEquals(total, some.examples().size());
            assertEquals(
                    total,
                    some.report().parts().stream().mapToLong(PartReport::drawn).sum());
            MadeMixture most = made(seed, parts);
            PartReport first = most.report().parts().get(0);
            PartReport second = most.report().parts().get(1);
            assertEquals(first.drawn() + second.drawn(), most.examples().size());
            assertEquals(
                    0.55,
                    (double) first.drawn() / most.examples().size(),
                    1.0 / most.examples().size());
            assertTrue(
                    first.left() - first.drawn() <= 1 || second.left() - second.drawn() <= 1,
                    "one part at least gives all it has: " + most.report().parts());
        }
    }

    @Test
    void filtersOfSingleRowsCommute() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<String> shuffled = new ArrayList<>(FREE);
            Collections.shuffle(shuffled, new Random(seed));
            assertEquals(
                    made(seed, "\"parts\":[{\"source\":\"a.v1\",\"filters\":" + FREE + "}]")
                            .examples(),
                    made(seed, "\"parts\":[{\"source\":\"a.v1\",\"filters\":" + shuffled + "}]")
                            .examples());
        }
    }

    @Test
    void aLargerDrawContainsTheSmaller() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Set<String> larger = Set.of();
            for (int count = 160; count > 0; count -= 40) {
                MadeMixture made = made(seed, 3, "\"parts\":[{\"source\":\"a.v1\",\"count\":" + count + "}]");
                assertEquals(count, made.examples().size());
                assertTrue(larger.isEmpty() || larger.containsAll(made.ids()));
                larger = new HashSet<>(made.ids());
            }
        }
    }

    @Test
    void idsAreUniqueAndNameTheRow() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MadeMixture made = threeParts(seed);
            assertEquals(made.examples().size(), new HashSet<>(made.ids()).size(), "ids are unique");
            for (TrainingExample example : made.examples()) {
                assertTrue(example.id().startsWith(rowId(example)), example.id());
            }
        }
    }

    @Test
    void examplesHaveTheTextOfTheirRowsInTheOrderOfTheSource() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MadeUpInputs inputs = inputs(seed);
            Map<String, Long> lastRows = new HashMap<>();
            for (TrainingExample example : threeParts(seed).examples()) {
                long row = example.origin().orElseThrow().row();
                TrainingExample bare = bare(example, inputs);
                assertEquals(bare.output(), example.output());
                assertEquals(bare.input(), example.input());
                Long last = lastRows.put(partOf(example), row);
                assertTrue(last == null || row > last, "rows are in their source's order");
            }
        }
    }

    @Test
    void examplesOfLabelledPartsHaveTheirLossesAndClasses() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MadeUpInputs inputs = inputs(seed);
            for (TrainingExample example : threeParts(seed).examples()) {
                ExampleOrigin origin = example.origin().orElseThrow();
                boolean labelled =
                        partOf(example).equals("a.v1") || origin.sourceId().equals("a.v1") && isCritical(seed);
                if (labelled) {
                    assertEquals(inputs.losses(origin.sourceId(), "run:base").apply(origin.row()), origin.losses());
                    assertEquals(example.input().isBlank(), example.exampleClass() == ExampleClass.SUBJECT_CRITICAL);
                } else {
                    assertEquals(ExampleClass.UNLABELLED, example.exampleClass());
                }
            }
        }
    }

    @Test
    void classCountsSumToTheExamples() {
        for (long seed = 0; seed < SEEDS; seed++) {
            MadeMixture made = threeParts(seed);
            assertEquals(
                    made.examples().size(),
                    made.report().classCounts().values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
        }
    }

    @Test
    void theFilterRemovesTheExamplesLabelledNonContextCritical() {
        for (long seed = 0; seed < SEEDS; seed++) {
            String filter = "\"filters\":[" + BOUND.get(2) + "]";
            MadeMixture filtered = made(seed, "\"parts\":[{\"source\":\"a.v1\"," + filter + "}]");
            MadeMixture labelled = made(seed, "\"parts\":[{\"source\":\"a.v1\",\"label\":{\"model\":\"run:base\"}}]");
            assertEquals(
                    labelled.examples().stream()
                            .filter(example -> example.exampleClass() == ExampleClass.CONTEXT_CRITICAL
                                    || example.exampleClass() == ExampleClass.SUBJECT_CRITICAL)
                            .toList(),
                    filtered.examples());
            PartReport report = filtered.report().parts().get(0);
            FilterReport removed = report.filters().get(0);
            assertEquals(
                    removed.removed(),
                    report.label().orElseThrow().classCounts().get("non_context_critical")
                            + report.label().orElseThrow().classCounts().get("unlabelled"));
            assertEquals(
                    removed.histogram().orElseThrow(),
                    report.label().orElseThrow().histogram());
        }
    }

    private static MadeMixture made(long seed, String rest) {
        return made(seed, seed, rest);
    }

    private static MadeMixture made(long seed, long rowsSeed, String rest) {
        return MadeMixture.made(MadeMixture.request(seed, rest), inputs(rowsSeed));
    }

    private static MadeUpInputs inputs(long seed) {
        return MadeUpInputs.drawn(seed, 300, 200);
    }

    /** A labelled part, another of the same source, and one of another source; made once for all tests. */
    private static MadeMixture threeParts(long seed) {
        return THREE_PARTS.computeIfAbsent(
                seed,
                key -> made(
                        seed,
                        "\"parts\":[" + part("a", LABEL, 91) + "," + part("a", "", seed) + "," + part("b", "", 90)
                                + "]"));
    }

    private static String rowId(TrainingExample example) {
        ExampleOrigin origin = example.origin().orElseThrow();
        return origin.sourceId() + "-" + origin.row();
    }

    /** The source, and what the id of an example has after its row if another part has the same source. */
    private static String partOf(TrainingExample example) {
        return example.origin().orElseThrow().sourceId()
                + example.id().substring(rowId(example).length());
    }

    private static TrainingExample bare(TrainingExample example, MadeUpInputs inputs) {
        ExampleOrigin origin = example.origin().orElseThrow();
        return inputs.sources()
                .get(origin.sourceId())
                .get((int) origin.row() - 1)
                .example(example.id());
    }

    private static boolean isCritical(long shuffle) {
        return shuffle < 90 && shuffle % 2 == 0;
    }

    /** A part with filters: of 90 all free ones, of 91 none, of other seeds free and bound ones. */
    private static String part(String name, String size, long seed) {
        List<String> filters = new ArrayList<>(seed == 91 ? List.of() : FREE);
        if (seed < 90) {
            filters.addAll(List.of(BOUND.get(0), BOUND.get(1), BOUND.get(3)));
            if (isCritical(seed)) {
                filters.add(BOUND.get(2));
            }
        }
        return "{\"source\":\"" + name + ".v1\"" + size + ",\"filters\":" + filters + "}";
    }
}
