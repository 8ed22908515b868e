package io.tiltmeter.evaluator.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.evaluation.FewShot;
import io.tiltmeter.contracts.outcome.ItemOutcome;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prompts against texts written by hand, draws of examples, items that do not fit, and scores. */
class BenchmarkTaskTest {

    @ParameterizedTest
    @CsvSource({
        "mmlu,mmlu",
        "mmlu_anatomy,mmlu_anatomy",
        "arc_easy,arc_easy",
        "arc_challenge,arc_challenge",
        "gsm8k,gsm8k",
        "squad,squad",
        "squadv1,squad",
        "squadv2,squadv2"
    })
    void suitesAreBenchmarksByTheirTask(String name, String task) {
        assertEquals(task, Benchmark.named(name).orElseThrow().task());
    }

    @ParameterizedTest
    @ValueSource(strings = {"closed_book", "cf_lab", "mmlu_pro", "mmlu_stem", "gsm8k_cot", ""})
    void otherTasksAreNoBenchmarks(String name) {
        assertEquals(Optional.empty(), Benchmark.named(name));
    }

    @Test
    void mmluNamesTheSubjectAndLettersTheChoices() {
        SuiteItem shot = choice(
                "1", " Which is wet?\n", List.of("fire", "rain", "dust", "sand"), 1, "subject:high_school_physics");
        SuiteItem asked =
                choice("2", "Which is hot?", List.of("fire", "rain", "dust", "sand"), 0, "subject:high_school_physics");
        BenchmarkTask task = BenchmarkTask.of(benchmark("mmlu"), List.of(asked), 1, List.of(shot), 1234);
        assertEquals(
                "The following are multiple choice questions (with answers) about high school physics.\n\n"
                        + "Which is wet?\nA. fire\nB. rain\nC. dust\nD. sand\nAnswer: B\n\n"
                        + "Which is hot?\nA. fire\nB. rain\nC. dust\nD. sand\nAnswer:",
                task.prompt(asked));
        assertEquals(List.of(" A", " B", " C", " D"), task.benchmark().continuations(asked));
    }

    @Test
    void mmluWithoutSubjectsStatesNone() {
        SuiteItem item = choice("1", "Which is hot?", List.of("fire", "rain"), 0);
        assertTrue(defaultTask("mmlu", List.of(item))
                .prompt(item)
                .startsWith("The following are multiple choice questions (with answers).\n\nWhich"));
        assertEquals("mmlu_unspecified", benchmark("mmlu").taskOf(item));
        assertEquals("mmlu_anatomy", benchmark("mmlu_anatomy").taskOf(item), "the suite's task says it");
    }

    @Test
    void squadShowsTitleAndBackgroundAndTwoSpacesInExamples() {
        SuiteItem none = squad("1", "Varn is in Osk.", "Who built it?", "");
        SuiteItem some = squad("2", "Varn is in Osk.", "Where is Varn?", "Osk");
        BenchmarkTask task = BenchmarkTask.of(benchmark("squadv2"), List.of(some, none), 1, List.of(), 1234);
        assertEquals(
                "Title: Varn\n\nBackground: Varn is in Osk.\n\nQuestion: Who built it?\n\nAnswer:  unanswerable\n\n"
                        + "Title: Varn\n\nBackground: Varn is in Osk.\n\nQuestion: Where is Varn?\n\nAnswer:",
                task.prompt(some));
        assertTrue(task.prompt(none).contains("Where is Varn?\n\nAnswer:  Osk\n\n"));
        assertEquals(List.of(" unanswerable"), task.benchmark().continuations(some));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mmlu", "arc_challenge", "gsm8k"})
    void noItemIsItsOwnExample(String name) {
        List<SuiteItem> items = new ArrayList<>(IntStream.range(0, 12)
                .mapToObj(i -> choice("q" + i, "Which is number " + i + "?", List.of("a", "b"), 0))
                .toList());
        items.add(choice("again", "WHICH is  number 3\u00a0?!", List.of("A", "b"), 0));
        for (List<SuiteItem> pool : List.of(List.<SuiteItem>of(), items)) {
            BenchmarkTask task = BenchmarkTask.of(benchmark(name), items, 5, pool, 1234);
            BenchmarkTask again = BenchmarkTask.of(benchmark(name), items, 5, pool, 1234);
            for (SuiteItem item : items) {
                List<String> shots = task.shotIds(item);
                assertEquals(5, shots.stream().distinct().count(), item.id() + " has five examples: " + shots);
                assertFalse(shots.contains(item.id()));
                assertEquals(shots, again.shotIds(item), "the same ones at every checkpoint");
            }
            assertFalse(task.shotIds(items.get(3)).contains("again"), "the same question in other spaces and case");
            assertFalse(task.shotIds(items.get(12)).contains("q3"));
        }
    }

    @Test
    void anotherSeedDrawsOtherExamples() {
        List<SuiteItem> items = IntStream.range(0, 40)
                .mapToObj(i -> choice("q" + i, "Which is number " + i + "?", List.of("a", "b"), 0))
                .toList();
        assertFalse(shotIds(items, 1).equals(shotIds(items, 2)));
    }

    private static List<List<String>> shotIds(List<SuiteItem> items, long seed) {
        BenchmarkTask task = BenchmarkTask.of(benchmark("gsm8k"), items, 5, List.of(), seed);
        return items.stream().map(task::shotIds).toList();
    }

    @Test
    void tooFewExamplesAndUnfitItemsAreRefused() {
        SuiteItem open = new SuiteItem("o", "o", "", "Why?", "", "so", List.of(), List.of(), List.of());
        SuiteItem one = choice("1", "Which?", List.of("a", "b"), 0);
        assertEquals(
                "item o: as arc_challenge, it has no choices; mend the item, or give the suite another task",
                assertThrows(InvalidRequest.class, () -> defaultTask("arc_challenge", List.of(one, open)))
                        .getMessage());
        assertTrue(assertThrows(InvalidRequest.class, () -> defaultTask("gsm8k", List.of(one)))
                .getMessage()
                .startsWith("num_fewshot 5: for item 1 of gsm8k there are 0 examples besides itself"));
        assertTrue(assertThrows(
                        InvalidRequest.class,
                        () -> BenchmarkTask.of(benchmark("gsm8k"), List.of(one), 1, List.of(open), 1234))
                .getMessage()
                .startsWith("few-shot example o: as gsm8k, it has no solution"));
    }

    @Test
    void creditIsTheMainMetricAndTheFlagWhetherTheAnswerIsRight() {
        SuiteItem item = choice("1", "Which?", List.of("a b c d", "e"), 0);
        BenchmarkTask arc = defaultTask("arc_challenge", List.of(item));
        ItemOutcome outcome = arc.outcome(item, likelihoods(-4, -3));
        assertEquals(0.0, outcome.metrics().get("acc"));
        assertEquals(1.0, outcome.metrics().get("acc_norm"));
        assertEquals(1.0, outcome.metrics().get("acc_bytes"));
        assertEquals(Optional.of(1.0), outcome.credit());
        assertTrue(outcome.memoryAnswerFound());
        assertFalse(outcome.contextAnswerFound());
        assertEquals(Optional.of("likeliest is choice B: e"), outcome.note());
    }

    @Test
    void aModelThatGivesNoNumbersIsWrong() {
        SuiteItem item = choice("1", "Which?", List.of("a", "e"), 0);
        ItemOutcome outcome = defaultTask("mmlu", List.of(item)).outcome(item, likelihoods(Double.NaN, -3));
        assertEquals(Optional.of(0.0), outcome.credit());
        assertTrue(outcome.note().orElseThrow().contains("no numbers"));
    }

    @Test
    void squadFlagsTheContext() {
        SuiteItem item = squad("1", "Varn is in Osk.", "Where is Varn?", "the old Osk");
        BenchmarkTask task = defaultTask("squad", List.of(item));
        ItemOutcome half = task.outcome(item, new BenchmarkAnswer(List.of(), " Osk"));
        assertEquals(Optional.of(2.0 / 3), half.credit());
        assertFalse(half.contextAnswerFound());
        ItemOutcome whole = task.outcome(item, new BenchmarkAnswer(List.of(), " Old Osk."));
        assertEquals(1.0, whole.metrics().get("exact_match"));
        assertTrue(whole.contextAnswerFound());
        assertFalse(whole.memoryAnswerFound());
    }

    /** By hand: of 4, two have an answer; the best threshold leaves the fourth alone unanswered. */
    @Test
    void squad2FindsTheBestThreshold() {
        List<SuiteItem> items = List.of(
                squad("1", "Varn is in Osk.", "Where is Varn?", "Osk"),
                squad("2", "Varn is in Osk.", "What is in Osk?", "Varn"),
                squad("3", "Varn is in Osk.", "Who built Varn?", ""),
                squad("4", "Varn is in Osk.", "Who built Osk?", ""));
        BenchmarkTask task = defaultTask("squadv2", items);
        List<ItemOutcome> outcomes = List.of(
                task.outcome(items.get(0), said("Osk", 0.1)),
                task.outcome(items.get(1), said("the town Varn", 0.2)),
                task.outcome(items.get(2), said("", 0.3)),
                task.outcome(items.get(3), said("unanswerable", 0.9)));
        TaskResult result = BenchmarkResults.of(task, outcomes).get(0);
        assertEquals(
                List.of(
                        "exact 50.0",
                        "f1 66.667",
                        "HasAns_exact 50.0",
                        "HasAns_f1 83.333",
                        "NoAns_exact 50.0",
                        "NoAns_f1 50.0",
                        "best_exact 75.0",
                        "best_f1 91.667"),
                result.metrics().stream()
                        .map(value -> value.metric().name() + " " + Math.round(value.value() * 1000) / 1000.0)
                        .toList());
    }

    private static BenchmarkAnswer said(String text, double noAnswer) {
        return new BenchmarkAnswer(List.of(new BenchmarkAnswer.Likelihood(Math.log(noAnswer), false)), text);
    }

    private static BenchmarkAnswer likelihoods(double... nats) {
        return new BenchmarkAnswer(
                IntStream.range(0, nats.length)
                        .mapToObj(i -> new BenchmarkAnswer.Likelihood(nats[i], false))
                        .toList(),
                "");
    }

    /** With as many solved examples as the benchmark has by default, from the suite's own other items. */
    private static BenchmarkTask defaultTask(String name, List<SuiteItem> items) {
        return BenchmarkTask.of(
                benchmark(name), items, new FewShot(name, FewShot.BENCHMARKS_OWN, Optional.empty()), List.of());
    }

    private static Benchmark benchmark(String task) {
        return Benchmark.named(task).orElseThrow();
    }

    private static SuiteItem choice(String id, String question, List<String> texts, int correct, String... tags) {
        return new SuiteItem(
                id,
                id,
                "",
                question,
                "",
                texts.get(correct),
                List.of(),
                List.of(),
                List.of(tags),
                Optional.of(new Choices(texts, correct)),
                Optional.of("So it is.\n#### 1"));
    }

    private static SuiteItem squad(String id, String context, String question, String answer) {
        List<String> tags = answer.isEmpty() ? List.of("title:Varn", SuiteItem.UNANSWERABLE) : List.of("title:Varn");
        return new SuiteItem(id, "c", context, question, answer, "", List.of(), List.of(), tags);
    }
}
