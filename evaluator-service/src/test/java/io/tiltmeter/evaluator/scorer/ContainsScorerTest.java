package io.tiltmeter.evaluator.scorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.contracts.outcome.AnswerSpan;
import io.tiltmeter.contracts.outcome.JudgedAnswer;
import io.tiltmeter.contracts.suite.SuiteItem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainsScorerTest {
    private final ContainsScorer scorer = new ContainsScorer();

    @ParameterizedTest(name = "\"{0}\" contains \"{1}\"")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    The capital is Cairo.          | Cairo
                    Cairo                          | Cairo
                    CAIRO!                         | cairo
                    the answer:cairo               | Cairo
                    New Cairo                      | Cairo
                    Cairo's old town               | Cairo
                    Cairo’s old town               | Cairo
                    in "Cairo", not "Giza"         | Cairo
                    São Paulo                      | Sao Paulo
                    Sao Paulo                      | São Paulo
                    Sa\u0303o Paulo                | S\u00e3o Paulo
                    MALÉ                           | male
                    Straße                         | STRASSE
                    ΟΔΟΣ                           | οδος
                    ﬁne                            | fine
                    Ｃａｉｒｏ                          | Cairo
                    Guinea-Bissau                  | Guinea-Bissau
                    Guinea‑Bissau                  | Guinea-Bissau
                    Guinea–Bissau                  | Guinea-Bissau
                    Guinea-Bissau                  | Bissau
                    Côte d’Ivoire                  | Cote d'Ivoire
                    "New   York"                   | New York
                    written in C++ by hand         | C++
                    it cost $5 (five)              | $5
                    it cost $5 (five)              | (five)
                    a.b*c?                         | a.b*c?
                    in 1984, he wrote              | 1984
                    Москва — столица               | москва
                    दिल्ली है                          | दिल्ली
                    """)
    void anAnswerIsFoundAsWholeWords(String generated, String answer) {
        assertTrue(scorer.find(generated, answer, List.of()).isPresent());
    }

    @ParameterizedTest(name = "\"{0}\" does not contain \"{1}\"")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    Cairene                        | Cairo
                    Oldcairo                       | Cairo
                    Cairos                         | Cairo
                    Cairo2                         | Cairo
                    ÉCairo                         | Cairo
                    Cairoа                         | Cairo
                    New Delhi                      | New York
                    19845                          | 1984
                    axbxc                          | a.b*c
                    दिल्लीवाला                        | दिल्ली
                    ""                             | Cairo
                    anything                       | ""
                    anything                       | "   "
                    "a \u0301 b"                   | \u0301
                    """)
    void partsOfWordsAndBlankAnswersAreNotFound(String generated, String answer) {
        assertFalse(scorer.find(generated, answer, List.of()).isPresent());
    }

    @Test
    void bothFlagsHoldWhenOneAnswerContainsTheOther() {
        SuiteItem item = item("New Cairo", "Cairo", List.of(), List.of());
        assertEquals(
                new JudgedAnswer(
                        "it is New Cairo",
                        true,
                        true,
                        Optional.of(new AnswerSpan("New Cairo", 6, 15)),
                        Optional.of(new AnswerSpan("Cairo", 10, 15))),
                scorer.judge(item, "it is New Cairo"));
        assertEquals(
                new JudgedAnswer(
                        "it is Cairo", false, true, Optional.empty(), Optional.of(new AnswerSpan("Cairo", 6, 11))),
                scorer.judge(item, "it is Cairo"));
    }

    @Test
    void aLaterOccurrenceCountsWhenTheFirstIsPartOfAWord() {
        AnswerSpan span = scorer.find("Romeo saw Rome.", "Rome", List.of()).orElseThrow();
        assertEquals(new AnswerSpan("Rome", 10, 14), span);
    }

    @Test
    void anAliasCountsAsTheAnswer() {
        SuiteItem item = item("United States", "", List.of("USA", "U.S."), List.of("America"));
        assertTrue(scorer.judge(item, "made in the U.S. today").contextAnswerFound());
        assertFalse(scorer.judge(item, "made in the US today").contextAnswerFound());
        assertTrue(scorer.judge(item, "North America").memoryAnswerFound(), "an alias counts without an answer too");
    }

    @Test
    void theEarliestThenTheLongestSpellingIsReported() {
        AnswerSpan span = scorer.find("In New York City", "York", List.of("New York", "New York City"))
                .orElseThrow();
        assertEquals(new AnswerSpan("New York City", 3, 16), span);
    }

    @Test
    void theSpanIsTheTextAsItWasGenerated() {
        String generated = "  in   Sa\u0303o\n Paulo\u0301, Brazil";
        AnswerSpan span = scorer.find(generated, "sao paulo", List.of()).orElseThrow();
        assertEquals("Sa\u0303o\n Paulo\u0301", generated.substring(span.start(), span.end()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\ud83d", "\u0301", "((((", "[a-z]+"})
    void anyTextCanBeScored(String generated) {
        SuiteItem item = item("Cairo", "", List.of(""), List.of());
        assertEquals(
                new JudgedAnswer(generated, false, false, Optional.empty(), Optional.empty()),
                scorer.judge(item, generated));
    }

    private static SuiteItem item(
            String contextAnswer, String memoryAnswer, List<String> contextAliases, List<String> memoryAliases) {
        return new SuiteItem("i", "c", "", "q", contextAnswer, memoryAnswer, contextAliases, memoryAliases, List.of());
    }
}
