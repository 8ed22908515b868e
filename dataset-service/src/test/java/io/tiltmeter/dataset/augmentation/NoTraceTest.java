package io.tiltmeter.dataset.augmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.augmentation.Biographies.Biography;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Substitution leaves no trace of the replaced entity, sought independently of the product and within words too. */
class NoTraceTest {
    @Test
    void noNameOfAReplacedPersonIsLeft() {
        assertNoTrace(300, 5);
    }

    static void assertNoTrace(int biographies, int substitutes) {
        List<Biography> originals = Biographies.biographies(biographies, 1);
        List<SourceRow> rows = originals.stream().map(Biography::row).toList();
        Augmented augmented = Augmented.of(
                rows, Long.MAX_VALUE / 2, new AugmentationSettings(substitutes, 20, new EntitySource.OwnRows()));
        for (AugmentedRow row : augmented.rows()) {
            Biography original = originals.get((int) row.row().number() - 1);
            String text = normalised(row.row());
            for (String trace : original.traces()) {
                assertFalse(text.contains(trace), () -> trace + " is left in " + text);
            }
            assertTrue(
                    text.contains(normalised(row.substitution().substitute())),
                    () -> row.substitution() + " is not in " + text);
            assertEquals(
                    original.row().context().matches("(?s).*\\bhe\\b.*"),
                    row.row().context().matches("(?s).*\\bhe\\b.*"));
        }
        AugmentationReport report = augmented.report();
        assertEquals(biographies, report.rows());
        assertTrue(report.clusters() > 0.55 * biographies, () -> "most are augmented: " + report.skipped());
    }

    private static String normalised(SourceRow row) {
        return normalised(row.system() + "\n" + row.context() + "\n"
                + String.join("\n", row.turns().stream().map(Turn::text).toList()));
    }

    private static String normalised(String text) {
        return Biographies.plain(text).toLowerCase(Locale.ROOT);
    }
}
