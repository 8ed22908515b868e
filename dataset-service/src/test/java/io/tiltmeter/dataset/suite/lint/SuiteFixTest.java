package io.tiltmeter.dataset.suite.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.CanonicalJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteFixTest {
    @Test
    void faultlessSuiteKeepsItsVersion() {
        List<SuiteItem> items = List.of(Items.clean("a"), Items.clean("b"));
        FixedSuite fixed = SuiteFix.fix(items);
        assertEquals(items, fixed.items());
        assertEquals(List.of(), fixed.repairs());
        assertEquals(CanonicalJson.version(items), fixed.version());
    }

    @Test
    void spacesAreRemovedAndLineEndsKept() {
        SuiteItem item = Items.of("a", "  Varn  is\n\nin \u00a0Osk. ", " Where?", "Osk ", "Tel");
        FixedSuite fixed = SuiteFix.fix(List.of(item));
        assertEquals("Varn is\n\nin Osk.", fixed.items().get(0).context());
        assertEquals("Where?", fixed.items().get(0).question());
        assertEquals("Osk", fixed.items().get(0).contextAnswer());
        assertEquals("spaces", fixed.repairs().get(0).repair());
        assertNotEquals(CanonicalJson.version(List.of(item)), fixed.version());
    }

    @Test
    void duplicatesAreRemovedEvenIfTheirSpacesDiffer() {
        SuiteItem first = Items.of("a", "Varn is in Osk.", "Where?", "Osk", "Tel");
        SuiteItem later = Items.of("b", " Varn is in Osk.", "Where?", "Osk", "Tel");
        FixedSuite fixed = SuiteFix.fix(List.of(first, later, Items.clean("c")));
        assertEquals(
                List.of("a", "c"), fixed.items().stream().map(SuiteItem::id).toList());
        assertEquals(
                new Repair("duplicates", 1, "b", "removed: it repeats a"),
                fixed.repairs().get(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Tel (old); Bry (new) | Tel | [Bry]
                    Tel (moved from Bry in 2018) | Tel | []
                    Tel (Tell); Bry or Brya (seat) | Tel | [Tell, Bry, Brya]
                    Tel; the seat of Bry | Tel | []
                    Tel, Bryland | Tel, Bryland | [Tel]
                    no place; a house in Bry | no place; a house in Bry | []
                    21,000 km | 21,000 km | []
                    Tel and Bry | Tel and Bry | []
                    """)
    void notesBecomeAnAnswerAndItsAliases(String before, String answer, String aliases) {
        SuiteItem item = Items.of("a", "Varn is in Osk.", "Where?", "Osk", before);
        SuiteItem fixed = SuiteFix.fix(List.of(item)).items().get(0);
        assertEquals(answer, fixed.memoryAnswer());
        assertEquals(aliases, fixed.memoryAliases().toString());
    }

    @Test
    void fixingTwiceIsFixingOnce() {
        List<SuiteItem> items = List.of(
                Items.of("a", " Varn  is in Osk.", "Where?", "Osk, Oskland", "Tel (old); Bry"),
                Items.of("b", "Varn is in Osk.", "Where?", "Osk, Oskland", "Tel (old); Bry"));
        FixedSuite once = SuiteFix.fix(items);
        FixedSuite twice = SuiteFix.fix(once.items());
        assertEquals(1, once.items().size());
        assertEquals(once.version(), twice.version());
        assertEquals(List.of(), twice.repairs());
    }

    @Test
    void fixedRowsHaveNoFindingThatFixPromisesToRemove() {
        List<SuiteItem> items = List.of(
                Items.of("a", " Varn  is in Osk.", "Where is Varn?", "Osk, Oskland", "Tel (old); Bry"),
                Items.of("b", " Varn  is in Osk.", "Where is Varn?", "Osk, Oskland", "Tel (old); Bry"));
        LintReport report = SuiteLint.lint(SuiteFix.fix(items).items(), LintSettings.standard());
        assertEquals(List.of(), report.findings());
    }
}
