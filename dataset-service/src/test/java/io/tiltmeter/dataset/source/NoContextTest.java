package io.tiltmeter.dataset.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.file.NoContext;
import io.tiltmeter.dataset.source.Imports.Imported;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words for "no input" are no context, and everything else is one. */
class NoContextTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<noinput>",
                "< noinput >",
                "`<noinput>`",
                "No input",
                "No input.",
                "NoInput",
                "<No Input>",
                "(no input)",
                "[No_input]",
                "No input required.",
                "No additional input is needed.",
                "No context provided",
                "N/A",
                "n / a",
                "N.A.",
                "<N/A>",
                "None",
                "none.",
                "(None)",
                "\"none\"",
                "Not applicable",
                "-",
                "--",
                "\u2013",
                "\u2014",
                " - ",
                "",
                " ",
                "\t\n",
                "\u00A0",
                "\u2003\u00A0",
                "\u200B",
                "\uFEFF",
                "\u3000",
                "\u00AD",
                "\u0085",
                "\u00A0None\u2003",
                "no\u00A0input"
            })
    void wordsForNoInputAreNoContextOnEveryPath(String word) {
        assertTrue(NoContext.isSaidBy(word));
        assertHasContext(word, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No input was recorded by the sensor.",
                "None of them came.",
                "Na",
                "NA",
                "no",
                "N",
                "a/n",
                "+",
                "?",
                "-1",
                "- apples",
                "[]",
                "...",
                "null",
                "input",
                "nonexistent",
                "The answer is none",
                "Input: no input",
                "0",
                "日本",
                "é",
                "n/a/b"
            })
    void everythingElseIsAContextOnEveryPath(String text) {
        assertFalse(NoContext.isSaidBy(text));
        assertHasContext(text, 1);
    }

    /** As JSON lines, which are copied from their bytes, as an array, which is parsed, and written with escapes. */
    private void assertHasContext(String text, int expected) {
        String quoted = text.replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(unit -> escaped.append(String.format("\\u%04x", unit)));
        String first = Imports.alpaca("q", "", "a");
        for (String input : new String[] {quoted, escaped.toString()}) {
            String row = Imports.alpaca("q", input, "None");
            for (String content : new String[] {first + "\n" + row, "[" + first + "," + row + "]"}) {
                Imported imported = new Imports(folder).text(content);
                assertEquals(2, imported.version().rowCount());
                assertEquals(expected, imported.version().withContextCount(), content);
                assertEquals(expected == 1, !imported.rows().get(1).context().isEmpty());
                assertEquals(
                        expected == 1, ContextRule.split(imported.rows().get(1)).isPresent());
                assertEquals("None", imported.rows().get(1).answer());
            }
        }
    }

    @Test
    void aLabelWithoutAnInputBehindItIsNoContext() {
        assertTrue(ContextRule.split("Input: <noinput>\nQuestion: Where is it?").isEmpty());
        assertTrue(ContextRule.split("Input: 3, 5\nQuestion: Which is larger?").isPresent());
    }

    @Test
    void aQuestionOrAnswerOfSpacesIsBlank() {
        Imported imported = new Imports(folder)
                .text(Imports.alpaca("q", "", "a") + "\n" + Imports.alpaca("\u00A0", "", "a") + "\n"
                        + Imports.alpaca("q", "", "\u200B"));
        assertEquals(
                "instruction is blank",
                imported.version().firstRejected().get(0).reason());
        assertEquals(
                "output is blank", imported.version().firstRejected().get(1).reason());
    }
}
