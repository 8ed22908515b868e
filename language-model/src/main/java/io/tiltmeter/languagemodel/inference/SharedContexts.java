package io.tiltmeter.languagemodel.inference;

import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts consecutive requests with the same context, such as the choices of a multiple-choice item, into one row, so that the
 * context is read once: first the context, then each continuation as a segment that attends to the context and itself.
 */
final class SharedContexts {

    private SharedContexts() {}

    /** Requests of one row. @param first index of the first request */
    record Row(int first, List<ContinuationIds> requests) {

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
            for (ContinuationIds request : requests) {
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
            for (int i = 0; i < requests.size(); i++) {
                int end = at + requests.get(i).continuationIds().length;
                Arrays.fill(segments, at, end, i);
                at = end;
            }
            return segments;
        }
    }

    /**
     * Rows in the order of the requests.
     *
     * @param maxRowTokens maximum length of a row, unless a single request is longer
     */
    static List<Row> rows(ModelConfig config, List<ContinuationIds> requests, int maxRowTokens) {
        // a window counts columns, and after another continuation the context would be further away than it is
        boolean alone = config.slidingWindow() != ModelConfig.NO_WINDOW;
        List<Row> rows = new ArrayList<>();
        int tokens = 0;
        for (int i = 0; i < requests.size(); i++) {
            ContinuationIds request = requests.get(i);
            Row last = rows.isEmpty() ? null : rows.get(rows.size() - 1);
            // only the last token of a row may be beyond the positions, since it is predicted and not read
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
                rows.add(new Row(i, new ArrayList<>(List.of(request))));
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
