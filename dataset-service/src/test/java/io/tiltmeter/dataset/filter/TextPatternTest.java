package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.answertext.SmallStack;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TextPatternTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mill|work",
                "(?i)as an ai",
                "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}",
                "^(?:\\d{1,3}\\.){3}\\d{1,3}$",
                "[\\p{L}\\p{N}_]{2,64}@",
                "a{1000}",
                "(?:\\w+ ){200,}",
                "\\Qa{9}\\E{3}"
            })
    void commonPatternsAreAccepted(String pattern) {
        assertEquals(Optional.empty(), TextPattern.fault(pattern));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)b",
                "(?<!a)b",
                "(a)\\1",
                "a++",
                "(?>a)",
                "a{1001}",
                "(?:^{2000000000}){2000000000}",
                "(",
                "*a",
                "[b-a]"
            })
    void whatRe2DoesNotHaveIsRefused(String pattern) {
        assertTrue(TextPattern.fault(pattern).orElse("accepted").startsWith("cannot be read: "), pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?:^{1000}){1000}",
                "(?:(?:(?:a{1000}){1000}){1000}){1000}",
                "a{1000}(?i){1000}(?i){1000}(?i){1000}",
                "a{1000}\\Q\\E{1000}\\Q\\E{1000}\\Q\\E{1000}",
                "(?:(?:a{0,1000}){0,1000}){0,1000}",
                "(?:(?:a{1000,}){1000,}){1000,}",
                "(?:a{10}|b{10}){1000}"
            })
    void productsOfCountsAreRefusedBeforeTheyNeedMemory(String pattern) {
        assertTrue(TextPattern.fault(pattern).orElse("accepted").startsWith("is a program of more than 5000"), pattern);
    }

    @Test
    void deepNestingIsReadOrRefused() {
        String nested = "(".repeat(999) + "a" + ")".repeat(999);
        assertEquals(Optional.empty(), TextPattern.fault(nested));
    }

    @Test
    void patternsThatBacktrackingWouldNotFinishAreSearched() {
        assertFalse(TextPattern.of(".*.*.*.*.*.*=").isFoundIn("a".repeat(10_000)));
        assertTrue(TextPattern.of("^(a|b)*$").isFoundIn("ab".repeat(200_000)));
        assertFalse(TextPattern.of("^(a+)+$").isFoundIn("a".repeat(10_000) + "!"));
    }

    @Test
    void aFilterWithAPatternThatIsRefusedSaysWhatToDo() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new Regex("(?=a)", RowPart.ALL, Regex.Keep.OTHERS))
                .getMessage();
        assertTrue(message.contains("(?=") && message.contains("in the syntax of RE2"), message);
    }

    @Test
    void aSearchThatTakesTheWholeStackFailsWithTheRow() {
        List<SourceRow> rows = List.of(Filtered.row(1, "q", "", "b"));
        Regex regex = new Regex("^(?:a?){1000}$", RowPart.ANSWER, Regex.Keep.MATCHING);
        SmallStack.run(() -> {
            String message = assertThrows(IllegalArgumentException.class, () -> Filtered.by(rows, regex))
                    .getMessage();
            assertTrue(message.contains("on row 1"), message);
        });
    }
}
