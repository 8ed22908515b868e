package io.tiltmeter.dataset.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.filter.ContextCritical;
import io.tiltmeter.dataset.filter.FilterChain;
import io.tiltmeter.dataset.filter.Filtered;
import io.tiltmeter.dataset.source.SourceRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class ClassLabelsTest {
    /** Five rows with a context, of which four are measured, and one without. */
    private static final List<SourceRow> ROWS = List.of(
            Filtered.row(1, "q", "c", "a"),
            Filtered.row(2, "q", "c", "a"),
            Filtered.row(3, "q", "c", "a"),
            Filtered.row(4, "q", "c", "a"),
            Filtered.row(5, "q", "c", "a"),
            Filtered.row(6, "q", "", "a"));

    private static final Map<Long, ExampleLosses> LOSSES = Map.of(
            1L, new ExampleLosses(0.1, 3.0),
            2L, new ExampleLosses(0.9, 1.0),
            3L, new ExampleLosses(2.0, 2.0),
            4L, new ExampleLosses(0.5, 1.0));

    @Test
    void eachRowHasTheClassOfItsContextAndLosses() throws IOException {
        ClassLabels labels = labels(0.25, Score.LOSS_WITHOUT_CONTEXT);
        assertEquals(
                List.of(
                        ExampleClass.CONTEXT_CRITICAL,
                        ExampleClass.NON_CONTEXT_CRITICAL,
                        ExampleClass.CONTEXT_CRITICAL,
                        ExampleClass.CONTEXT_CRITICAL,
                        ExampleClass.UNLABELLED,
                        ExampleClass.SUBJECT_CRITICAL),
                ROWS.stream().map(row -> labels.of(row.number())).toList());
        assertEquals(Optional.of(1.0), labels.cutOff());
    }

    @Test
    void classesAndMeasuredRowsAreCounted() throws IOException {
        ClassLabels labels = labels(0.25, Score.LOSS_WITHOUT_CONTEXT);
        assertEquals(
                Map.of(
                        ExampleClass.CONTEXT_CRITICAL, 3L,
                        ExampleClass.NON_CONTEXT_CRITICAL, 1L,
                        ExampleClass.SUBJECT_CRITICAL, 1L,
                        ExampleClass.UNLABELLED, 1L),
                labels.counts());
        assertEquals(4, labels.histogram().count());
        assertEquals("loss_without_context_nats", labels.histogram().measure());
    }

    @Test
    void theDifferenceOfLossesGivesOtherClasses() throws IOException {
        ClassLabels labels = labels(0.5, Score.LOSS_DIFFERENCE);
        assertEquals(ExampleClass.NON_CONTEXT_CRITICAL, labels.of(3));
        assertEquals(Optional.of(1.0 - 0.9), labels.cutOff());
    }

    private static ClassLabels labels(double share, Score score) throws IOException {
        return ClassLabels.of(ROWS::stream, share, score, number -> Optional.ofNullable(LOSSES.get(number)));
    }

    @Test
    void theFilterAndTheHistogramAgreeOnContextCriticalRows() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            List<SourceRow> rows = Filtered.drawn(60, seed);
            double share = new Random(seed).nextInt(5) / 4.0;
            Score score = Score.values()[seed % 2];
            LongFunction<Optional<ExampleLosses>> losses = losses(seed);
            ClassLabels labels = ClassLabels.of(rows::stream, share, score, losses);
            List<SourceRow> kept = new ArrayList<>();
            Histogram measured = new FilterChain(List.of(new ContextCritical("run:base", share, score, losses)), seed)
                    .run(rows::stream, kept::add)
                    .get(0)
                    .histogram()
                    .orElseThrow();
            assertEquals(
                    rows.stream()
                            .filter(row -> labels.of(row.number()) == ExampleClass.CONTEXT_CRITICAL
                                    || labels.of(row.number()) == ExampleClass.SUBJECT_CRITICAL)
                            .toList(),
                    kept);
            assertEquals(labels.histogram(), measured);
            assertEquals(
                    rows.size(),
                    labels.counts().values().stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void eachPercentOfAHundredRowsIsOneRow() throws IOException {
        List<SourceRow> rows = new ArrayList<>();
        for (long number = 1; number <= 100; number++) {
            rows.add(Filtered.row(number, "q", "c", "a"));
        }
        for (int percent = 0; percent <= 100; percent++) {
            ClassLabels labels = ClassLabels.of(
                    rows::stream,
                    percent / 100.0,
                    Score.LOSS_WITHOUT_CONTEXT,
                    number -> Optional.of(new ExampleLosses(1, number)));
            assertEquals(percent, labels.counts().get(ExampleClass.NON_CONTEXT_CRITICAL));
        }
    }

    @Test
    void aShareOverOneIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassLabels.of(
                        List.<SourceRow>of()::stream, 1.5, Score.LOSS_DIFFERENCE, number -> Optional.empty()));
    }

    /** Few different losses, so that many tie; every seventh is not known. */
    private static LongFunction<Optional<ExampleLosses>> losses(long seed) {
        return number -> (number + seed) % 7 == 0
                ? Optional.empty()
                : Optional.of(new ExampleLosses(number * 31 % 3, (number * 17 + seed) % 5));
    }
}
