package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Spellings that a reader takes for the answer, and those that look alike and are another: {@code contains.tsv}. */
class ContainsSpellingsTest {
    private final ContainsScorer scorer = new ContainsScorer();

    static List<List<String>> cases() {
        return SpellingTable.rows("contains.tsv");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void aSpellingCountsAsAReaderTakesIt(List<String> row) {
        String found = scorer.find(row.get(2), row.get(3), SpellingTable.spellings(row, 4))
                        .isPresent()
                ? "found"
                : "absent";
        assertEquals(row.get(1), found);
    }

    @Test
    void theTableHasEnoughOfBoth() {
        long found = cases().stream().filter(row -> row.get(1).equals("found")).count();
        long absent =
                cases().stream().filter(row -> row.get(1).equals("absent")).count();
        assertEquals(cases().size(), found + absent);
        assertTrue(found >= 200 && absent >= 80, found + " found, " + absent + " absent");
    }

    /** What is found is also found when either side comes in another Unicode form. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theUnicodeFormMakesNoDifference(List<String> row) {
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            String text = Normalizer.normalize(row.get(2), form);
            boolean found = scorer.find(text, row.get(3), SpellingTable.spellings(row, 4))
                    .isPresent();
            assertEquals(row.get(1).equals("found"), found, () -> form + " of " + row.get(2));
        }
    }
}
