package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.hash.MinHash;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
    @Test
    void theFirstOfEqualRowsIsKept() {
        List<SourceRow> rows = Filtered.drawn(5000, 3);
        Set<List<String>> seen = new HashSet<>();
        List<Long> expected = new ArrayList<>();
        for (SourceRow row : rows) {
            if (seen.add(List.of(row.question(), row.context(), row.answer()))) {
                expected.add(row.number());
            }
        }
        Filtered filtered = Filtered.by(rows, new ExactDuplicates());
        assertEquals(expected, filtered.numbers());
        assertTrue(filtered.report().removed() > 300, "rows drawn twice: " + filtered.report());
        assertTrue(filtered.report().removedExamples().get(0).reason().startsWith("same as row "));
    }

    @Test
    void bordersBetweenTextsDistinguishRows() {
        List<SourceRow> rows = List.of(Filtered.row(1, "ab", "c", "d"), Filtered.row(2, "b", "ca", "d"));
        assertEquals(2, Filtered.by(rows, new ExactDuplicates()).rows().size());
    }

    @Test
    void estimatesComeNearTheTrueSimilarity() {
        MinHash minHash = new MinHash();
        Random random = new Random(5);
        double worst = 0;
        double sumOfErrors = 0;
        for (int pair = 0; pair < 200; pair++) {
            List<String> one = words(random, 120);
            List<String> other = new ArrayList<>(one);
            for (int change = 0; change < pair / 10; change++) {
                other.set(random.nextInt(other.size()), "changed" + change);
            }
            double truth = jaccard(one, other);
            double estimate = MinHash.similarity(
                    minHash.sketch(MinHash.runs(one)).bytes(),
                    minHash.sketch(MinHash.runs(other)).bytes(),
                    0);
            worst = Math.max(worst, Math.abs(estimate - truth));
            sumOfErrors += estimate - truth;
        }
        assertTrue(worst < 4 * 0.0625, "an estimate is off by " + worst);
        assertTrue(Math.abs(sumOfErrors / 200) < 0.02, "estimates are off by " + sumOfErrors / 200 + " on average");
    }

    @Test
    void nearDuplicatesAreRemovedAndOthersKept() {
        Random random = new Random(8);
        List<SourceRow> rows = new ArrayList<>();
        for (long number = 1; number <= 2000; number += 2) {
            List<String> words = words(random, 100);
            rows.add(Filtered.row(number, "q", "", String.join(" ", words)));
            words.set(50, "changed");
            rows.add(Filtered.row(number + 1, "Q", "", String.join(", ", words)));
        }
        Filtered filtered = Filtered.by(rows, new NearDuplicates(0.8, RowPart.ALL));
        assertTrue(filtered.rows().stream().filter(row -> row.number() % 2 == 1).count() == 1000, "an original went");
        assertTrue(filtered.report().removed() >= 985, filtered.report().removed() + " of 1000 copies were found");
    }

    private static List<String> words(Random random, int count) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add("w" + random.nextInt(3000));
        }
        return words;
    }

    private static double jaccard(List<String> one, List<String> other) {
        Set<List<String>> first = triples(one);
        Set<List<String>> all = triples(other);
        Set<List<String>> both = new HashSet<>(first);
        both.retainAll(all);
        all.addAll(first);
        return (double) both.size() / all.size();
    }

    private static Set<List<String>> triples(List<String> words) {
        Set<List<String>> triples = new HashSet<>();
        for (int i = 0; i + 3 <= words.size(); i++) {
            triples.add(words.subList(i, i + 3));
        }
        return triples;
    }
}
