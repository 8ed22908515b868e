package io.tiltmeter.dataset.suite.lint;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.answertext.NormalisedText.Word;
import io.tiltmeter.contracts.suite.Choices;
import io.tiltmeter.dataset.hash.MinHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Rows that are nearly the same. Method: the sets of three-word runs of context and question (normalised, without
 * punctuation) are compared by their Jaccard index; both must reach the threshold. Candidates come from MinHash in bands
 * ({@link MinHash}) and are verified exactly. Rows of one cluster with different context answers are substitutes of each
 * other by design, and exact duplicates are another check; neither is reported. Questions with different numbers are
 * different ("n = 10", "n = 6"), and so are rows without a context that have other answers or choices: much of a short
 * question is the same in many. A row is compared with at most
 * {@value #MAX_CANDIDATES} earlier ones of a band and reported once.
 */
final class SimilarItems implements LintCheck {
    private static final int MAX_CANDIDATES = 20;

    private final double share;
    private final MinHash minHash = new MinHash();
    private final Map<Integer, List<Seen>> bands = new HashMap<>();

    SimilarItems(double share) {
        this.share = share;
    }

    /** What is stored of a row. */
    private record Seen(ReadRow row, long[] context, long[] question) {}

    /**
     * What distinguishes substitutes, duplicates and different questions.
     *
     * @param numbers of the question, in their order
     * @param asked the answers and choices of a row without a context; empty if it has one
     */
    private record ReadRow(
            int row,
            String clusterId,
            String contextAnswer,
            List<Object> texts,
            List<String> numbers,
            List<Object> asked) {

        static ReadRow of(ReadItem item) {
            Set<String> choices = item.item().choices().map(Choices::texts).orElse(List.of()).stream()
                    .map(text -> NormalisedText.of(text).wordsOnly())
                    .collect(Collectors.toSet());
            return new ReadRow(
                    item.row(),
                    item.item().clusterId(),
                    item.contextAnswer().wordsOnly(),
                    RepeatedItems.texts(item.item()),
                    item.question().words().stream()
                            .map(Word::text)
                            .filter(word -> word.chars().anyMatch(Character::isDigit))
                            .toList(),
                    item.context().isEmpty()
                            ? List.of(
                                    item.contextAnswer().wordsOnly(),
                                    item.memoryAnswer().wordsOnly(),
                                    choices)
                            : List.of());
        }
    }

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        long[] context = runs(item.context());
        long[] question = runs(item.question());
        Seen here = new Seen(ReadRow.of(item), context, question);
        long[] both = LongStream.concat(LongStream.of(context), LongStream.of(question))
                .toArray();
        Set<Seen> candidates = new LinkedHashSet<>();
        for (int band : minHash.sketch(both).bands()) {
            List<Seen> bucket = bands.computeIfAbsent(band, key -> new ArrayList<>());
            candidates.addAll(bucket);
            if (bucket.size() < MAX_CANDIDATES) {
                bucket.add(here);
            }
        }
        candidates.stream()
                .filter(other -> areNear(other, here))
                .findFirst()
                .ifPresent(other -> found.accept(finding(other, here)));
    }

    private boolean areNear(Seen a, Seen b) {
        boolean substitutes = a.row().clusterId().equals(b.row().clusterId())
                && !a.row().contextAnswer().equals(b.row().contextAnswer());
        return !substitutes
                && !a.row().texts().equals(b.row().texts())
                && a.row().numbers().equals(b.row().numbers())
                && a.row().asked().equals(b.row().asked())
                && jaccard(a.question(), b.question()) >= share
                && jaccard(a.context(), b.context()) >= share;
    }

    private static Finding finding(Seen first, Seen later) {
        return new Finding(
                "near_duplicate",
                Severity.WARNING,
                List.of(first.row().row(), later.row().row()),
                String.format(
                        Locale.ROOT,
                        "row %d is nearly the same as row %d: %.2f of the three-word runs of their %s are common",
                        later.row().row(),
                        first.row().row(),
                        later.context().length == 0
                                ? jaccard(first.question(), later.question())
                                : jaccard(first.context(), later.context()),
                        later.context().length == 0 ? "questions" : "contexts"),
                "keep one of them, or give both the same cluster");
    }

    /** Of two ascending sets; two empty ones are alike. */
    static double jaccard(long[] a, long[] b) {
        int common = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                common++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        int all = a.length + b.length - common;
        return all == 0 ? 1 : (double) common / all;
    }

    /** Hashes of all runs of three words, ascending and once each; of the whole text, if it is shorter. */
    static long[] runs(NormalisedText text) {
        List<String> words = text.words().stream().map(Word::text).toList();
        return words.isEmpty()
                ? new long[0]
                : LongStream.of(MinHash.runs(words)).sorted().distinct().toArray();
    }
}
