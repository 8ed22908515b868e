package io.tiltmeter.dataset.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.NormalisedText;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.suite.lint.LintSettings;
import io.tiltmeter.dataset.suite.lint.SuiteLint;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites of public facts, whole. */
class FactSuitesTest {
    private static final List<SuiteItem> FACTS =
            FactSuites.items(FactSuite.FACTS, FactControl.CONFLICT, FactSuiteSize.FULL, false, 1);

    static Stream<Arguments> suitesAndControls() {
        return Arrays.stream(FactSuite.values())
                .flatMap(suite -> Arrays.stream(FactControl.values())
                        .filter(control -> control != FactControl.OPEN_BOOK || suite.hasUnknownSubjects())
                        .map(control -> Arguments.of(suite, control)));
    }

    @ParameterizedTest
    @MethodSource("suitesAndControls")
    void lintFindsNothing(FactSuite suite, FactControl control) {
        for (boolean isHeldOut : List.of(false, true)) {
            List<SuiteItem> items = FactSuites.items(suite, control, FactSuiteSize.FULL, isHeldOut, 1);
            assertEquals(
                    List.of(),
                    SuiteLint.lint(items, LintSettings.standard()).findings().stream()
                            .map(finding -> finding.check() + ": " + finding.text() + " | "
                                    + items.get(finding.rows().get(0)).context())
                            .toList());
        }
    }

    @Test
    void theWholeSuiteIsLargeAndOfManyKinds() {
        assertTrue(FACTS.size() >= 1000, FACTS.size() + " items");
        assertTrue(clusters(FACTS).size() >= 400, clusters(FACTS).size() + " clusters");
        assertTrue(
                tags(FACTS, "relation:").size() >= 8, tags(FACTS, "relation:").toString());
        assertEquals(5, tags(FACTS, "style:").size());
        assertEquals(3, tags(FACTS, "length:").size());
        assertEquals(FACTS.size(), FACTS.stream().map(SuiteItem::id).distinct().count());
        for (SuiteItem item : FACTS) {
            int words = item.context().split("\\s+").length;
            assertTrue(words >= 20 && words <= 300, words + " words: " + item.context());
        }
    }

    @Test
    void aContextTellsItsAnswerAndNotTheTrueOne() {
        for (FactSuite suite : FactSuite.values()) {
            for (SuiteItem item : FactSuites.items(suite, FactControl.CONFLICT, FactSuiteSize.FULL, false, 1)) {
                assertTrue(has(item.context(), item.contextAnswer()), item.toString());
                assertFalse(has(item.context(), item.memoryAnswer()), item.toString());
            }
        }
        for (SuiteItem item : items(FactControl.CONSISTENT)) {
            assertTrue(has(item.context(), item.contextAnswer()), item.toString());
            assertEquals("", item.memoryAnswer());
        }
        for (SuiteItem item : items(FactControl.IRRELEVANT)) {
            assertFalse(has(item.context(), item.memoryAnswer()), item.toString());
            assertEquals("", item.contextAnswer());
        }
        for (SuiteItem item : items(FactControl.OPEN_BOOK)) {
            assertTrue(has(item.context(), item.contextAnswer()), item.toString());
            assertEquals("", item.memoryAnswer());
        }
        assertTrue(items(FactControl.CLOSED_BOOK).stream()
                .allMatch(item -> item.context().isEmpty()));
    }

    @ParameterizedTest
    @EnumSource(FactControl.class)
    void aLargerSuiteHasAllItemsOfASmallerOneAndTheSameRequestTheSameItems(FactControl control) {
        List<SuiteItem> small = FactSuites.items(FactSuite.FACTS, control, FactSuiteSize.SMALL, false, 7);
        List<SuiteItem> standard = FactSuites.items(FactSuite.FACTS, control, FactSuiteSize.STANDARD, false, 7);
        List<SuiteItem> full = FactSuites.items(FactSuite.FACTS, control, FactSuiteSize.FULL, false, 7);
        assertEquals(control == FactControl.CONFLICT ? 100 : 50, small.size());
        assertEquals(control == FactControl.CONFLICT ? 500 : 250, standard.size());
        assertTrue(standard.containsAll(small) && full.containsAll(standard));
        assertEquals(full, FactSuites.items(FactSuite.FACTS, control, FactSuiteSize.FULL, false, 7));
    }

    @Test
    void whatIsHeldOutIsInNoOtherSuiteWhateverTheSeed() {
        Set<String> known = clusters(FACTS);
        Set<String> heldOut =
                clusters(FactSuites.items(FactSuite.FACTS, FactControl.CONFLICT, FactSuiteSize.FULL, true, 9));
        assertTrue(heldOut.size() > 100, heldOut.size() + " are held out");
        assertTrue(heldOut.stream().noneMatch(known::contains));
    }

    @Test
    void nobodyMakesUpASaying() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FactSuites.items(FactSuite.SAYINGS, FactControl.OPEN_BOOK, FactSuiteSize.SMALL, false, 1));
    }

    private static List<SuiteItem> items(FactControl control) {
        return FactSuites.items(FactSuite.FACTS, control, FactSuiteSize.FULL, false, 1);
    }

    private static boolean has(String text, String answer) {
        return NormalisedText.of(text).contains(NormalisedText.of(answer));
    }

    private static Set<String> clusters(List<SuiteItem> items) {
        return items.stream().map(SuiteItem::clusterId).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> tags(List<SuiteItem> items, String dimension) {
        return items.stream()
                .flatMap(item -> item.tags().stream())
                .filter(tag -> tag.startsWith(dimension))
                .collect(Collectors.toSet());
    }
}
