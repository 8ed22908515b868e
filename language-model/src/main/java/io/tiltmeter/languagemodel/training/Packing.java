package io.tiltmeter.languagemodel.training;

import io.tiltmeter.languagemodel.text.EncodedExample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Packs several examples into one row, so that a batch has little padding. */
final class Packing {

    private Packing() {}

    /** First fit by descending length; rows, and the examples within them, in the order of the examples. */
    static List<List<EncodedExample>> rows(List<EncodedExample> examples, int rowTokens) {
        if (rowTokens < 1) {
            throw new IllegalArgumentException("rowTokens " + rowTokens + " is below 1");
        }
        List<List<Integer>> rows = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        List<Integer> longestFirst = IntStream.range(0, examples.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                                (Integer index) -> examples.get(index).length())
                        .reversed())
                .toList();
        for (int index : longestFirst) {
            int length = examples.get(index).length();
            int row = IntStream.range(0, rows.size())
                    .filter(at -> free.get(at) >= length)
                    .findFirst()
                    .orElse(rows.size());
            if (row == rows.size()) {
                rows.add(new ArrayList<>());
                free.add(Math.max(rowTokens, length));
            }
            rows.get(row).add(index);
            free.set(row, free.get(row) - length);
        }
        rows.forEach(row -> row.sort(Comparator.naturalOrder()));
        rows.sort(Comparator.comparing(row -> row.get(0)));
        return rows.stream()
                .map(row -> row.stream().map(examples::get).toList())
                .toList();
    }

    /** The arrays of a row's examples, one after the other. */
    static int[] joined(List<EncodedExample> row, Function<EncodedExample, int[]> array) {
        return row.stream()
                .flatMapToInt(example -> IntStream.of(array.apply(example)))
                .toArray();
    }

    /** For each token of a row the index of its example. */
    static int[] segments(List<EncodedExample> row) {
        return IntStream.range(0, row.size())
                .flatMap(index ->
                        IntStream.generate(() -> index).limit(row.get(index).length()))
                .toArray();
    }
}
