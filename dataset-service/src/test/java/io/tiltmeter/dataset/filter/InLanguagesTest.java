package io.tiltmeter.dataset.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InLanguagesTest {
    private static final String ENGLISH =
            "The kettle boils before the guests arrive, so she turns the stove off again.";
    private static final String GERMAN = "Der Hund fand die Schlüssel eine Stunde später neben dem alten Brunnen.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eng | If the water boils before the guests arrive, turn the stove off and cover the pot.",
                "deu | Meine Großmutter backt jeden Sonntagmorgen Brot, und der Duft weckt die Straße.",
                "fra | Ma grand-mère fait du pain chaque dimanche et son odeur réveille toute la rue.",
                "spa | El granjero caminaba despacio por el campo porque había perdido sus llaves.",
                "ita | Il contadino attraversava lentamente il campo perché aveva perso le chiavi.",
                "nld | De boer liep langzaam over het natte veld omdat hij zijn sleutels had verloren.",
                "pol | Moja babcia piecze chleb w każdą niedzielę rano, a jego zapach budzi ulicę.",
                "rus | Разложи коробки в подвале по цветам и напиши номер каждой внутри её крышки.",
                "zho | 农夫慢慢地走过湿漉漉的田地，因为他把钥匙丢了。",
                "kor | 농부는 나무 문 근처에서 열쇠를 잃어버려 젖은 밭을 천천히 걸었다.",
                "ara | مشى الفلاح ببطء عبر الحقل المبتل لأنه أضاع مفاتيحه قرب البوابة الخشبية."
            })
    void aSentenceIsOfItsOwnLanguageAndOfNoOther(String language, String sentence) {
        List<SourceRow> rows = List.of(row(sentence));
        assertEquals(1, Filtered.by(rows, in(language)).rows().size());
        String other = language.equals("eng") ? "deu" : "eng";
        assertEquals(0, Filtered.by(rows, in(other)).rows().size());
        assertEquals(1, Filtered.by(rows, in(other, language)).rows().size());
    }

    @Test
    void textsTooShortForDetectionAreKept() {
        for (String text : List.of("3.14159 + 2.71828 = 5.85987, 1000000000000 : 4", "Paris", "H2O", "¿?", "农夫走过田地")) {
            Filtered filtered = Filtered.by(List.of(row(text)), in("fin"));
            assertEquals(1, filtered.rows().size(), text);
            String reason = filtered.report().keptExamples().get(0).reason();
            assertTrue(reason.endsWith("letters, too short to tell"), reason);
        }
    }

    @Test
    void aRowWithoutContextHasNoLanguageOfTheContext() {
        SourceRow row = Filtered.row(1, ENGLISH, "", GERMAN);
        assertEquals(
                1,
                Filtered.by(List.of(row), new InLanguages(List.of("pol"), 0.5, RowPart.CONTEXT))
                        .rows()
                        .size());
    }

    @Test
    void aRowOfTwoLanguagesIsJudgedByTheRequestedPart() {
        List<SourceRow> rows = List.of(Filtered.row(1, "Translate: " + ENGLISH, "", GERMAN));
        assertEquals(
                1,
                Filtered.by(rows, new InLanguages(List.of("deu"), 0.5, RowPart.ANSWER))
                        .rows()
                        .size());
        assertEquals(
                0,
                Filtered.by(rows, new InLanguages(List.of("deu"), 0.5, RowPart.QUESTION))
                        .rows()
                        .size());
        assertEquals(1, Filtered.by(rows, in("deu", "eng")).rows().size());
    }

    @Test
    void codeWithEnglishWordsIsDetectedAsEnglish() {
        String code = "public static int countOpenOrders(List<Order> orders) {\n"
                + "    // only those that nobody has paid for yet\n    return (int) orders.stream()"
                + ".filter(order -> !order.isPaid()).count();\n}";
        assertEquals(1, Filtered.by(List.of(row(code)), in("eng")).rows().size());
    }

    @Test
    void theHistogramCountsTheRowsWhoseLanguageWasDetected() {
        List<SourceRow> rows = List.of(
                Filtered.row(1, ENGLISH, "", "Yes."),
                Filtered.row(2, GERMAN, "", "Ja."),
                Filtered.row(3, "7", "", "8"));
        FilterReport report = Filtered.by(rows, in("eng")).report();
        Histogram histogram = report.histogram().orElseThrow();
        assertEquals(1, sum(histogram.kept()));
        assertEquals(1, sum(histogram.removed()));
        assertEquals(0.5, histogram.cutOff().orElseThrow());
        assertEquals(2, report.kept());
        assertTrue(report.removedExamples().get(0).reason().contains("likeliest deu"), report.toString());
    }

    @Test
    void codesOfTwoLettersBecomeThreeWithoutRepeats() {
        assertEquals(
                Map.of("languages", "deu,eng", "min_confidence", "0.5", "part", "all"),
                in("en", "eng", "DE").settings());
        assertFalse(in("no", "zh", "et").languages().isEmpty());
    }

    @Test
    void unknownCodesAreRefusedWithTheKnownOnes() {
        String message = refusal("eng", "klingon", "xx");
        assertTrue(message.contains("[klingon, xx]") && message.contains("deu, ekk, ell, eng"), message);
        assertTrue(refusal().contains("languages []"), refusal());
        assertThrows(IllegalArgumentException.class, () -> new InLanguages(List.of("eng"), 0, RowPart.ALL));
    }

    @Test
    void concurrentDetectionsAgree() {
        List<SourceRow> rows = IntStream.rangeClosed(1, 40)
                .mapToObj(number -> Filtered.row(number, number % 3 == 0 ? GERMAN : ENGLISH, "", "number " + number))
                .toList();
        List<FilterReport> reports = IntStream.range(0, 4)
                .parallel()
                .mapToObj(i -> Filtered.by(rows, in("eng")).report())
                .toList();
        assertEquals(27, reports.get(0).kept());
        reports.forEach(report -> assertEquals(reports.get(0), report));
    }

    private static InLanguages in(String... languages) {
        return new InLanguages(List.of(languages), InLanguages.STANDARD_CONFIDENCE, RowPart.ALL);
    }

    private static String refusal(String... languages) {
        return assertThrows(IllegalArgumentException.class, () -> in(languages)).getMessage();
    }

    private static SourceRow row(String text) {
        return Filtered.row(1, text, "", "1");
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
