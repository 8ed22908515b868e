package io.tiltmeter.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tiltmeter.benchmarks.ModelTable.Peaks;
import io.tiltmeter.benchmarks.ModelTable.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTableTest {

    private static final Peaks PEAKS = new Peaks(200, 400);

    @Test
    void lineGivesMediansSharesOfThePeaksAndTheSpeedUp() {
        List<Timing> ours = List.of(new Timing(0.5, 0.6), new Timing(0.4, 0.5), new Timing(0.7, 0.8));
        List<Timing> python = List.of(new Timing(1.5, 1.5), new Timing(1.2, 1.2), new Timing(1.4, 1.4));
        Row row = new Row("train-4m", "bfloat16", 4096, 5e10, ours, python, PEAKS);
        assertEquals(
                List.of("train-4m", "bfloat16", "500.0", "600.0", "8192", "100.0", "50", "25", "3.00"), cells(row));
    }

    @Test
    void withoutPythonThereIsNoSpeedUp() {
        Row row = new Row("train-4m", "float32", 4096, 5e10, List.of(new Timing(1, 1)), List.of(), PEAKS);
        assertEquals("-", cells(row).get(8));
    }

    @Test
    void everyLineHasAColumnForEveryHeading() {
        Row row = new Row("score-4m", "batched", 1, 1, List.of(new Timing(1, 1)), List.of(), PEAKS);
        assertEquals(ModelTable.headings().length(), ModelTable.line(row).length());
    }

    private static List<String> cells(Row row) {
        return List.of(ModelTable.line(row).strip().split("\\s+"));
    }
}
