package io.tiltmeter.quickstart.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.quickstart.terminal.TextTable.Column;
import io.tiltmeter.quickstart.terminal.TextTable.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table = new TextTable(
            List.of(new Column("run", Kind.NAME), new Column("step", Kind.NUMBER), new Column("text", Kind.TEXT)),
            List.of(List.of("one", "5", "short"), List.of("another", "250", "a much longer text")));

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals(
                List.of("run      step  text", "one         5  short", "another   250  a much longer text"),
                table.lines(80));
    }

    @Test
    void textsAreShortenedToFit() {
        assertEquals("another   250  a much lo…", table.lines(25).get(2));
    }

    @Test
    void columnsThatDoNotFitAreLeftOutAndNamed() {
        assertEquals(
                List.of("run      step", "one         5", "another   250", "Not shown for want of width: text"),
                table.lines(20));
    }

    @Test
    void namesAreNeverShortened() {
        assertEquals("another", table.lines(3).get(2));
    }

    @Test
    void controlCharactersAreSpaces() {
        assertEquals("a [31mb c", TextTable.printable("a\u001b[31mb\nc"));
    }

    @Test
    void sparklineHasABarForEachShare() {
        assertEquals(
                "▁▅█ ", Sparkline.of(List.of(Optional.of(0.0), Optional.of(0.5), Optional.of(1.0), Optional.empty())));
        assertThrows(IllegalArgumentException.class, () -> Sparkline.of(List.of(Optional.of(1.1))));
    }
}
