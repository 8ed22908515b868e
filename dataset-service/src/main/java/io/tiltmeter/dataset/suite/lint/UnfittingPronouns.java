package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A context whose pronouns are those of the person it was written about, not of the substitute. Nothing is guessed from
 * names: a name's pronoun is that of the contexts in which it is the memory answer, so the check works where a suite's
 * people replace each other (CF_Bio), and reports nothing elsewhere.
 */
final class UnfittingPronouns implements LintCheck {
    private static final Set<String> HE = Set.of("he", "him", "his", "himself");
    private static final Set<String> SHE = Set.of("she", "her", "hers", "herself");
    private static final int MIN_PRONOUNS = 3;
    private static final double MAJORITY = 0.8;

    private record Row(int row, String contextAnswer, int he, int she) {}

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, int[]> countsOfName = new HashMap<>();

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (!item.item().isConflict()) {
            return;
        }
        List<Word> words = item.context().words();
        int he = (int) words.stream().filter(word -> HE.contains(word.text())).count();
        int she = (int) words.stream().filter(word -> SHE.contains(word.text())).count();
        int[] counts = countsOfName.computeIfAbsent(item.memoryAnswer().wordsOnly(), name -> new int[2]);
        counts[0] += he;
        counts[1] += she;
        rows.add(new Row(item.row(), item.contextAnswer().wordsOnly(), he, she));
    }

    @Override
    public void finish(Consumer<Finding> found) {
        for (Row row : rows) {
            int[] counts = countsOfName.getOrDefault(row.contextAnswer(), new int[2]);
            String ofName = pronoun(counts[0], counts[1]);
            String ofContext = pronoun(row.he(), row.she());
            if (!ofName.isEmpty() && !ofContext.isEmpty() && !ofName.equals(ofContext)) {
                found.accept(new Finding(
                        "unfitting_pronoun",
                        Severity.WARNING,
                        List.of(row.row()),
                        "the context uses \"" + ofContext + "\" for " + row.contextAnswer()
                                + ", for whom the rest of the suite uses \"" + ofName + "\"",
                        "choose a substitute of the same pronoun, or replace the pronouns too"));
            }
        }
    }

    private static String pronoun(int he, int she) {
        int all = he + she;
        if (all < MIN_PRONOUNS) {
            return "";
        }
        return he >= MAJORITY * all ? "he" : she >= MAJORITY * all ? "she" : "";
    }
}
