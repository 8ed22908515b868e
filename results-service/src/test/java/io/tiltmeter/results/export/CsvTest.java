package io.tiltmeter.results.export;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private record Line(String task, Optional<String> arm, double gain, Map<String, Double> metrics) {}

    private static final List<Line> LINES = List.of(
            new Line("=1+1", Optional.of("@SUM(A1)"), -0.5, Map.of("+acc", -0.25)),
            new Line("a=b", Optional.empty(), 0.5, Map.of()));

    private static String streamed(List<Object> cells, Formulas formulas) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (SequenceWriter lines = Csv.lines(out, formulas)) {
            lines.write(cells);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "\tx",
                "\rx",
                "\nx",
                "\uFF1D1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF201",
                "-"
            })
    void aTextThatASpreadsheetWouldComputeGetsAnApostrophe(String text) throws IOException {
        for (String written : List.of(
                Csv.of(List.of(List.of(text, 1)), Formulas.GUARDED), streamed(List.of(text, 1), Formulas.GUARDED))) {
            assertEquals("'" + text + ",1\r\n", written.replace("\"", ""));
        }
        assertEquals(text + ",1\r\n", streamed(List.of(text, 1), Formulas.RAW).replace("\"", ""));
    }

    @Test
    void numbersAndOtherTextsStayAsTheyAre() throws IOException {
        List<Object> cells = Arrays.asList(-0.5, -3, Long.MIN_VALUE, "a=b", " =1", "", "'=1", true);
        for (Formulas formulas : Formulas.values()) {
            String expected = "-0.5,-3,-9223372036854775808,a=b, =1,,'=1,true\r\n";
            assertEquals(expected, Csv.of(List.of(cells), formulas).replace("\"'=1\"", "'=1"));
            assertEquals(expected, streamed(cells, formulas).replace("\"'=1\"", "'=1"));
        }
    }

    @Test
    void unknownCellsStayEmpty() {
        assertEquals(",1\r\n", Csv.of(List.of(Arrays.asList(null, 1)), Formulas.GUARDED));
    }

    @Test
    void fieldsOfRecordsAreGuardedWhereverTextsStand() {
        assertEquals(
                "task,arm,gain,metrics\r\n'=1+1,'@SUM(A1),-0.5,'+acc=-0.25\r\na=b,,0.5,\r\n",
                Csv.of(Line.class, LINES, Formulas.GUARDED).replace("\"", ""));
        assertEquals(
                "task,arm,gain,metrics\r\n=1+1,@SUM(A1),-0.5,+acc=-0.25\r\na=b,,0.5,\r\n",
                Csv.of(Line.class, LINES, Formulas.RAW).replace("\"", ""));
    }
}
