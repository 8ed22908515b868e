package io.tiltmeter.dataset.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.augmentation.Biographies.Told;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Substitution leaves no trace of the old entity: looked for by this test's own means, inside words too. */
class NoTraceTest {
    private static final int BIOGRAPHIES = 10_000;

    @Test
    void ofTheOldEntityIsLeftInAnyBiography() {
        List<Told> told = Biographies.told(BIOGRAPHIES, 1);
        List<SourceRow> rows = told.stream().map(Told::row).toList();
        Augmented augmented =
                Augmented.of(rows, Long.MAX_VALUE / 2, new AugmentationSettings(5, 20, new EntitySource.OwnRows()));
        for (AugmentedRow row : augmented.rows()) {
            Told original = told.get((int) row.row().number() - 1);
            String text = folded(row.row());
            for (String trace : original.traces()) {
                assertFalse(text.contains(trace), () -> trace + " is left in " + text);
            }
            assertTrue(
                    text.contains(folded(row.substitution().substitute())),
                    () -> row.substitution() + " is not in " + text);
            assertEquals(
                    original.row().context().matches("(?s).*\\bhe\\b.*"),
                    row.row().context().matches("(?s).*\\bhe\\b.*"));
        }
        AugmentationReport report = augmented.report();
        assertEquals(BIOGRAPHIES, report.rows());
        assertTrue(report.clusters() > 0.55 * BIOGRAPHIES, () -> "most are augmented: " + report.skipped());
    }

    private static String folded(SourceRow row) {
        return folded(row.system() + "\n" + row.context() + "\n"
                + String.join("\n", row.turns().stream().map(Turn::text).toList()));
    }

    private static String folded(String text) {
        return Biographies.plain(text).toLowerCase(Locale.ROOT);
    }
}
