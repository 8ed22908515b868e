package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Consecutive continuations of the same contrasted prompt share both of its sides, as in {@link SharedContexts}. */
final class ContrastedContexts {

    private ContrastedContexts() {}

    /** The same continuations after the two sides of a prompt. */
    record Row(SharedContexts.Row with, SharedContexts.Row without) {

        /** Of the longer side. */
        int tokens() {
            return Math.max(with.tokens(), without.tokens());
        }

        /** Of one side. */
        int scoredTokens() {
            return with.scoredTokens();
        }
    }

    /** As {@link SharedContexts#rows}. */
    static List<Row> rows(ModelConfig config, List<ContrastedContinuation> continuations, int maxRowTokens) {
        List<ContinuationIds> with =
                continuations.stream().map(ContrastedContinuation::withContext).toList();
        List<ContinuationIds> without = continuations.stream()
                .map(ContrastedContinuation::withoutContext)
                .toList();
        SortedSet<Integer> firsts = new TreeSet<>(); // a row of either side ends where one of the other does
        SharedContexts.rows(config, with, maxRowTokens).forEach(row -> firsts.add(row.first()));
        SharedContexts.rows(config, without, maxRowTokens).forEach(row -> firsts.add(row.first()));
        List<Integer> borders = new ArrayList<>(firsts);
        borders.add(continuations.size());
        List<Row> rows = new ArrayList<>();
        for (int at = 0; at + 1 < borders.size(); at++) {
            int first = borders.get(at);
            int end = borders.get(at + 1);
            rows.add(new Row(
                    new SharedContexts.Row(first, with.subList(first, end)),
                    new SharedContexts.Row(first, without.subList(first, end))));
        }
        return rows;
    }
}
