package io.tiltmeter.dataset.context;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What evaluators measured of a source's rows, by row number; 28 bytes a row. */
public final class RowValues {
    private static final int NO_LENGTH = -1;

    private long[] numbers = new long[1024];
    private double[] withContextNats = new double[1024];
    private double[] withoutContextNats = new double[1024];
    private int[] tokens = new int[1024];
    private int size;

    private RowValues() {}

    /**
     * The measurements of a source's rows.
     *
     * @param measurements whose ids are row numbers, ascending
     * @throws IllegalArgumentException if one is not, or they do not ascend
     */
    public static RowValues of(Stream<ExampleMeasurement> measurements) {
        RowValues values = new RowValues();
        for (Iterator<ExampleMeasurement> next = measurements.iterator(); next.hasNext(); ) {
            values.add(next.next());
        }
        return values;
    }

    /** A row's losses; empty if it was not requested or the model cannot read its answer. */
    public Optional<ExampleLosses> losses(long rowNumber) {
        int at = Arrays.binarySearch(numbers, 0, size, rowNumber);
        return at < 0 || Double.isNaN(withContextNats[at])
                ? Optional.empty()
                : Optional.of(new ExampleLosses(withContextNats[at], withoutContextNats[at]));
    }

    /** A row's length in tokens; empty if it was not requested or is not known. */
    public OptionalInt tokens(long rowNumber) {
        int at = Arrays.binarySearch(numbers, 0, size, rowNumber);
        return at < 0 || tokens[at] == NO_LENGTH ? OptionalInt.empty() : OptionalInt.of(tokens[at]);
    }

    /** The rows that were requested, ascending. */
    public LongStream rowNumbers() {
        return Arrays.stream(numbers, 0, size);
    }

    /** Lengths of the rows that have one, in tokens. */
    public LongStream lengths() {
        return Arrays.stream(tokens, 0, size)
                .filter(length -> length != NO_LENGTH)
                .asLongStream();
    }

    private void add(ExampleMeasurement measurement) {
        long number = Long.parseLong(measurement.id());
        if (size > 0 && number <= numbers[size - 1]) {
            throw new IllegalArgumentException("row " + number + " is measured after row " + numbers[size - 1]);
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size);
            withContextNats = Arrays.copyOf(withContextNats, 2 * size);
            withoutContextNats = Arrays.copyOf(withoutContextNats, 2 * size);
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        numbers[size] = number;
        withContextNats[size] = measurement.withContextNats().orElse(Double.NaN);
        withoutContextNats[size] = measurement.withoutContextNats().orElse(Double.NaN);
        tokens[size] = measurement.tokens().orElse(NO_LENGTH);
        size++;
    }
}
