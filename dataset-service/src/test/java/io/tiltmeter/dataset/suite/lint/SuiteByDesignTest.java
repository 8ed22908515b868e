package io.tiltmeter.dataset.suite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is so in every row of a suite is its design, and one finding. */
class SuiteByDesignTest {
    private static final String CHECK = "context_answer_in_question";

    /** As Memo Trap asks. */
    private static List<SuiteItem> prompts(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> Items.of("i" + i, "", "Write a quote that ends in word" + i + ".", "word" + i, "old" + i))
                .toList();
    }

    @Test
    void aWarningAboutEveryRowIsOneFinding() {
        List<Finding> findings =
                SuiteLint.lint(prompts(20), LintSettings.standard()).of(CHECK);
        assertEquals(1, findings.size());
        assertEquals(20, findings.get(0).rows().size());
        assertTrue(
                findings.get(0)
                        .text()
                        .startsWith("all 20 rows, so that the suite is made so; the first: the context answer"),
                findings.get(0).text());
    }

    @Test
    void aWarningAboutAllButOneRowIsOneEach() {
        List<SuiteItem> items =
                Stream.concat(prompts(20).stream(), Stream.of(Items.clean("x"))).toList();
        assertEquals(
                20, SuiteLint.lint(items, LintSettings.standard()).of(CHECK).size());
        assertEquals(
                5, SuiteLint.lint(prompts(5), LintSettings.standard()).of(CHECK).size(), "too few to be a design");
    }

    @Test
    void theResultOfASumMayBeANumberOfItsQuestion() {
        SuiteItem item = Items.of("a", "", "Of 12 eggs 4 are eaten and 4 are bought. How many are there?", "", "12");
        SuiteItem sum = new SuiteItem(
                item.id(),
                item.clusterId(),
                "",
                item.question(),
                "",
                "12",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of("12 - 4 + 4 = 12\n#### 12"));
        assertEquals(
                List.of(), SuiteLint.lint(List.of(sum), LintSettings.standard()).of("memory_answer_in_question"));
        assertEquals(
                1,
                SuiteLint.lint(List.of(item), LintSettings.standard())
                        .of("memory_answer_in_question")
                        .size());
    }
}
