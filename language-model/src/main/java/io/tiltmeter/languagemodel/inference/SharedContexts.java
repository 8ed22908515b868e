package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Requests that follow one another with the same context go into one row, so that the context is read once: the context
 * first, then every continuation as a segment that sees the context and itself. Choices of a question are scored so.
 */
final class SharedContexts {

    private SharedContexts() {}

    /** Requests of one row, which is as long as their context and all continuations together. */
    record Row(int first, List<ContinuationRequest> requests) {

        int tokens() {
            return requests.get(0).contextIds().length
                    + requests.stream()
                            .mapToInt(request -> request.continuationIds().length)
                            .sum();
        }

        int scoredTokens() {
            return tokens() - requests.get(0).contextIds().length;
        }

        private int[] ids() {
            int[] ids = Arrays.copyOf(requests.get(0).contextIds(), tokens());
            int at = requests.get(0).contextIds().length;
            for (ContinuationRequest request : requests) {
                int[] continuation = request.continuationIds();
                System.arraycopy(continuation, 0, ids, at, continuation.length);
                at += continuation.length;
            }
            return ids;
        }

        private int[] segments() {
            int[] segments = new int[tokens()];
            int at = requests.get(0).contextIds().length;
            Arrays.fill(segments, 0, at, ScoredRows.SHARED);
            for (int place = 0; place < requests.size(); place++) {
                int end = at + requests.get(place).continuationIds().length;
                Arrays.fill(segments, at, end, place);
                at = end;
            }
            return segments;
        }
    }

    /**
     * Rows in the order of the requests.
     *
     * @param maxRowTokens a row ends before it is longer, unless a single request is
     */
    static List<Row> rows(ModelConfig config, List<ContinuationRequest> requests, int maxRowTokens) {
        // a window counts columns, and behind another continuation a context would be further away than it is
        boolean alone = config.slidingWindow() != ModelConfig.NO_WINDOW;
        List<Row> rows = new ArrayList<>();
        int tokens = 0;
        for (int place = 0; place < requests.size(); place++) {
            ContinuationRequest request = requests.get(place);
            Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            // a last token one past the positions is predicted and not read, which only a row's own end allows
            boolean joins = last != null
                    && !alone
                    && last.requests().get(0).length() <= config.maxPositionEmbeddings()
                    && request.length() <= config.maxPositionEmbeddings()
                    && tokens + request.continuationIds().length <= maxRowTokens
                    && Arrays.equals(
                            request.contextIds(), last.requests().get(0).contextIds());
            if (joins) {
                last.requests().add(request);
                tokens += request.continuationIds().length;
            } else {
                rows.add(new Row(place, new ArrayList<>(List.of(request))));
                tokens = request.length();
            }
        }
        return rows;
    }

    /** The rows as one batch, every token of every continuation scored, in the order of rows and requests. */
    static ScoredRows batch(ModelConfig config, List<Row> rows) {
        int[][] ids = rows.stream().map(Row::ids).toArray(int[][]::new);
        boolean single = rows.stream().allMatch(row -> row.requests().size() == 1);
        int[][] segments =
                single ? new int[0][] : rows.stream().map(Row::segments).toArray(int[][]::new);
        return ScoredRows.of(
                config,
                ids,
                segments,
                ids,
                (row, at) -> at >= rows.get(row).requests().get(0).contextIds().length);
    }
}
