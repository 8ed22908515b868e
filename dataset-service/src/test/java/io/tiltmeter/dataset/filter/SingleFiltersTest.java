package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.source.SourceRow;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SingleFiltersTest {
    private static final List<SourceRow> ROWS = Filtered.drawn(20_000, 17);

    @Test
    void contextOnlyKeepsTheRowsWithAnInput() {
        long withInput = ROWS.stream().filter(row -> !row.context().isBlank()).count();
        assertEquals(withInput, Filtered.by(ROWS, new ContextOnly()).rows().size());
    }

    @Test
    void lengthsAreCodePointsWithinInclusiveBounds() {
        List<SourceRow> rows = List.of(Filtered.row(1, "q", "", "😀😀"), Filtered.row(2, "q", "", "abc"));
        assertEquals(
                List.of(1L), Filtered.by(rows, new Length(RowPart.ANSWER, 0, 2)).numbers());
        assertEquals(
                List.of(2L), Filtered.by(rows, new Length(RowPart.ANSWER, 3, 3)).numbers());
        assertThrows(IllegalArgumentException.class, () -> new Length(RowPart.ALL, 5, 4));
    }

    @Test
    void aShareIsDrawnWithinThreeSigma() {
        int kept = Filtered.by(ROWS, share(0.25, 1)).rows().size();
        assertTrue(Math.abs(kept - 5000) < 3 * 61.3, kept + " of 20000 rows");
        assertEquals(20_000, Filtered.by(ROWS, share(1, 1)).rows().size());
    }

    @Test
    void aLargerSampleContainsTheSmaller() {
        List<Long> small = Filtered.by(ROWS, count(500, 1)).numbers();
        assertEquals(500, small.size());
        assertTrue(new HashSet<>(Filtered.by(ROWS, count(5000, 1)).numbers()).containsAll(small));
    }

    @Test
    void samplesOfTwoSeedsAreIndependent() {
        HashSet<Long> both = new HashSet<>(Filtered.by(ROWS, count(5000, 1)).numbers());
        both.retainAll(new HashSet<>(Filtered.by(ROWS, count(5000, 2)).numbers()));
        assertTrue(Math.abs(both.size() - 1250) < 100, both.size() + " rows of 5000 are in both samples");
    }

    @Test
    void aSampleOfMoreThanAllRowsIsAllRows() {
        assertEquals(20_000, Filtered.by(ROWS, count(30_000, 1)).rows().size());
    }

    @Test
    void aRegexKeepsMatchesOrOthers() {
        int matching = Filtered.by(ROWS, new Regex("mill|work", RowPart.ANSWER, Regex.Keep.MATCHING))
                .rows()
                .size();
        int others = Filtered.by(ROWS, new Regex("mill|work", RowPart.ANSWER, Regex.Keep.OTHERS))
                .rows()
                .size();
        assertEquals(ROWS.size(), matching + others);
        assertTrue(matching > 0 && others > 0, matching + " and " + others);
    }

    private static Sample share(double share, long seed) {
        return new Sample(new Sample.Size.Share(share), seed);
    }

    private static Sample count(int count, long seed) {
        return new Sample(new Sample.Size.Count(count), seed);
    }
}
