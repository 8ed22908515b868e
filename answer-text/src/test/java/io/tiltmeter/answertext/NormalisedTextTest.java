package io.tiltmeter.answertext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tiltmeter.answertext.NormalisedText.Word;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalisedTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    Tromsø, in 1,234.5 days!       | tromso in 1234.5 days
                    Timor‑Leste’s J.K. Rowling     | timor leste s j k rowling
                    "  Wo  ist Groß-Gerau? "  | wo ist gross gerau
                    ?!                             | ""
                    """)
    void itsWordsAreThoseOfAnyTextThatDiffersInPunctuationAlone(String text, String words) {
        assertEquals(words, NormalisedText.of(text).wordsOnly());
    }

    @Test
    void aWordIsCapitalisedAsTheOriginalIs() {
        assertEquals(
                List.of(
                        new Word("the", false),
                        new Word("aero", true),
                        new Word("of", false),
                        new Word("istanbul", true),
                        new Word("7", false)),
                NormalisedText.of("the Ærø of «İstanbul» ٧").words());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    New Cairo-city                 | new cairo city
                    首都は北京                       | 首 都 は 北 京
                    パリ市                           | パリ 市
                    Cairo는                         | cairo -는
                    서울                            | 서 -울
                    """)
    void aRunOfLettersEndsWhereAWordCan(String text, String parts) {
        NormalisedText normalised = NormalisedText.of(text);
        List<String> found = new ArrayList<>();
        for (int start = normalised.nextWord(0); start < normalised.text().length(); ) {
            int end = normalised.wordEnd(start);
            String part = normalised.text().substring(start, end);
            found.add(normalised.isWordStart(start) ? part : "-" + part);
            start = normalised.nextWord(end);
        }
        assertEquals(
                NormalisedText.of(parts).text(),
                NormalisedText.of(String.join(" ", found)).text());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1.5 is 3,456.25 or 7            | 1.5 is 3456.25 or 7
                    1.2.3 and 1.2.34 and 1..5       | 1 2 3 and 1 2 34 and 1 5
                    .5 and 4.5. And 4.5.x or 6,,7.8 | 5 and 4.5 and 4.5 x or 6 7.8
                    """)
    void aNumberHasOneDecimalPoint(String text, String words) {
        assertEquals(words, NormalisedText.of(text).wordsOnly());
    }

    @ParameterizedTest
    @ValueSource(strings = {",234", ",23", ".5", "1.5,", " 234"})
    void numbersOfManyGroupsOfDigitsAreRead(String group) {
        SmallStack.run(() -> assertFalse(
                NormalisedText.of("1" + group.repeat(100_000)).wordsOnly().isEmpty()));
    }

    @Test
    @Timeout(60)
    void signsAroundAnAnswerTakeNoTimeHoweverManyThereAre() {
        String signs = "?!.".repeat(300_000);
        assertEquals(
                "cairo" + signs + "x",
                NormalisedText.of("\"Cairo" + signs + "x").asAnswer());
        assertEquals("cairo", NormalisedText.of("\"'Cairo" + signs).asAnswer());
        assertEquals("\".", NormalisedText.of("\".").asAnswer());
    }
}
