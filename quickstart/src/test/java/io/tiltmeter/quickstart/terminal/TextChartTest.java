package io.tiltmeter.quickstart.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.quickstart.terminal.TextChart.Point;
import io.tiltmeter.quickstart.terminal.TextChart.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextChartTest {
    @Test
    void pointsLieWhereTheirStepAndShareSay() {
        List<String> lines = new TextChart(11, 5)
                .draw(List.of(
                        new Series("memory", 'o', List.of(new Point(0, 0), new Point(100, 0.5))),
                        new Series(
                                "context", '*', List.of(new Point(0, 0.5), new Point(50, 1), new Point(100, 0.25)))));
        assertEquals(
                String.join(
                        "\n",
                        " 1.0  │     *",
                        "      │",
                        " 0.5  │*         o",
                        "      │          *",
                        " 0.0  └o",
                        "      0       100 steps",
                        "      o memory   * context"),
                String.join("\n", lines));
    }

    @Test
    void laterSeriesCoversTheEarlier() {
        List<String> lines = new TextChart(10, 3)
                .draw(List.of(
                        new Series("below", 'o', List.of(new Point(0, 1))),
                        new Series("above", '*', List.of(new Point(0, 1)))));
        assertEquals(" 1.0  │*", lines.get(0));
    }

    @Test
    void emptySeriesStillHasAxes() {
        assertEquals(
                " 0.0  └",
                new TextChart(10, 3)
                        .draw(List.of(new Series("none", '*', List.of())))
                        .get(2));
    }

    @Test
    void shareThatIsNoShareIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Point(3, 1.01));
        assertThrows(IllegalArgumentException.class, () -> new Point(3, Double.NaN));
    }
}
