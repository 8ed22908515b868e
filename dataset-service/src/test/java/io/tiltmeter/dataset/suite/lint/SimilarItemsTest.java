package io.tiltmeter.dataset.suite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarItemsTest {
    private static final double SHARE = 0.8;

    /** Compared with all pairs of 300 rows, of which a third repeats an earlier one with one or a few words changed. */
    @Test
    void findsWhatComparingAllPairsFinds() {
        Random draws = new Random(7);
        List<List<String>> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<String> words = new ArrayList<>();
            if (i > 10 && i % 3 == 0) {
                words.addAll(texts.get(draws.nextInt(i)));
                for (int change = draws.nextInt(5); change >= 0; change--) {
                    words.set(draws.nextInt(words.size()), "changed" + draws.nextInt(1000));
                }
            } else {
                draws.ints(40, 0, 500).forEach(word -> words.add("w" + word));
            }
            texts.add(words);
        }
        List<SuiteItem> items = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            items.add(Items.of("i" + i, String.join(" ", texts.get(i)), "Where is it now?", "Osk", "Tel"));
        }
        Set<Integer> found = new TreeSet<>();
        SuiteLint.lint(items, LintSettings.standard())
                .of("near_duplicate")
                .forEach(finding -> found.add(finding.rows().get(1)));
        assertEquals(laterOfNearPairs(items), found);
        assertTrue(found.size() > 10, found.toString());
    }

    private static Set<Integer> laterOfNearPairs(List<SuiteItem> items) {
        Set<Integer> later = new TreeSet<>();
        List<Set<String>> runs =
                items.stream().map(item -> wordRuns(item.context())).toList();
        for (int a = 0; a < items.size(); a++) {
            for (int b = a + 1; b < items.size(); b++) {
                Set<String> common = new HashSet<>(runs.get(a));
                common.retainAll(runs.get(b));
                Set<String> all = new HashSet<>(runs.get(a));
                all.addAll(runs.get(b));
                if ((double) common.size() / all.size() >= SHARE
                        && !items.get(a).context().equals(items.get(b).context())) {
                    later.add(b);
                }
            }
        }
        return later;
    }

    private static Set<String> wordRuns(String text) {
        List<String> words = List.of(text.split(" "));
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + 3 <= words.size(); i++) {
            runs.add(String.join(" ", words.subList(i, i + 3)));
        }
        return runs;
    }

    @Test
    void substitutesOfOneQuestionAreNoNearDuplicates() {
        String text = " was born by the sea, and as a child of seven counted every ship that came into the harbour.";
        List<SuiteItem> items = List.of(
                Items.of("a", "Osk" + text, "Who counted every ship?", "Osk", "Tel"),
                Items.of("b", "Bry" + text, "Who counted every ship?", "Bry", "Tel"),
                Items.of("c", "Osk" + text, "Who counted every ship?", "Osk", "Tell"));
        List<Finding> findings = SuiteLint.lint(items, LintSettings.standard()).of("near_duplicate");
        assertEquals(
                List.of(List.of(0, 2)), findings.stream().map(Finding::rows).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Find the number of subsets of a set that has n = 10 members | x | Find the number of subsets of a set that has n = 6 members | x | 0",
                "Find the number of subsets of a set that has many members | x | Find the number of subsets of a set that has many members in it | y | 0",
                "Find the number of subsets of a set that has many members | x | Find the number of subsets of a set that has many members in it | x | 1",
            })
    void rowsWithoutAContextAreNearOnlyIfTheyAskTheSame(
            String question, String answer, String otherQuestion, String otherAnswer, int findings) {
        List<SuiteItem> items =
                List.of(Items.of("a", "", question, "", answer), Items.of("b", "", otherQuestion, "", otherAnswer));
        assertEquals(
                findings,
                SuiteLint.lint(items, LintSettings.standard())
                        .of("near_duplicate")
                        .size());
    }

    @Test
    void aQuestionWithOtherChoicesIsAnother() {
        String question = "Which of the following statements about the harbour is true?";
        SuiteItem first = choice("a", question, List.of("ice", "sand", "tin", "oak"));
        assertEquals(0, near(first, choice("b", question, List.of("ice", "salt", "tin", "oak"))));
        assertEquals(1, near(first, choice("b", question, List.of("ice", "tin", "sand", "oak"))));
    }

    private static int near(SuiteItem... items) {
        return SuiteLint.lint(List.of(items), LintSettings.standard())
                .of("near_duplicate")
                .size();
    }

    private static SuiteItem choice(String id, String question, List<String> texts) {
        return new SuiteItem(
                id,
                "c-" + id,
                "",
                question,
                "",
                texts.get(0),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Choices(texts, 0)));
    }

    @Test
    void jaccardIsTheShareOfCommonRuns() {
        long[] a = SimilarItems.runs(NormalisedText.of("one two three four"));
        long[] b = SimilarItems.runs(NormalisedText.of("ONE two, three; five"));
        assertEquals(1.0 / 3, SimilarItems.jaccard(a, b), 1e-12);
        assertEquals(1, SimilarItems.jaccard(new long[0], new long[0]));
        assertEquals(0, SimilarItems.jaccard(a, new long[0]));
    }
}
