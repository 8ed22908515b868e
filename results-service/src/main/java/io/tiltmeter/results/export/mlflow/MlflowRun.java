package io.tiltmeter.results.export.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A run in MLflow's terms.
 *
 * @param status {@code RUNNING}, {@code FINISHED}, {@code FAILED} or {@code KILLED}
 * @param startMillis when it was requested, in milliseconds since 1970
 * @param endMillis when it changed last
 * @param metrics by step and key; the same run always has the same, timestamps too
 * @param params settings by name
 * @param tags further properties
 * @param shortened keys of metrics, params and tags whose key, or value of a tag, is cut; values of params are whole
 */
public record MlflowRun(
        String runName,
        String status,
        long startMillis,
        long endMillis,
        List<Metric> metrics,
        SortedMap<String, String> params,
        SortedMap<String, String> tags,
        SortedSet<String> shortened) {
    /** Lengths of a param's value that servers take, by their version: recent ones first, the oldest last. */
    static final List<Integer> PARAM_LENGTHS = List.of(6_000, 500, 250);

    /** The tag by which a run is found again. */
    static final String RUN_ID = "tiltmeter.run_id";

    private static final int MAX_METRICS = 1_000;
    private static final int MAX_OTHERS = 100;

    record Metric(String key, double value, long timestamp, long step) {}

    record Named(String key, String value) {}

    /** The body of {@code runs/log-batch}: at most 1,000 metrics, 100 params, 100 tags, and 1,000 in all. */
    public record LogBatch(String runId, List<Metric> metrics, List<Named> params, List<Named> tags) {
        int count() {
            return metrics.size() + params.size() + tags.size();
        }

        /** The first half of each kind and the second. */
        List<LogBatch> halves() {
            return List.of(
                    new LogBatch(runId, half(metrics, 0), half(params, 0), half(tags, 0)),
                    new LogBatch(runId, half(metrics, 1), half(params, 1), half(tags, 1)));
        }

        private static <T> List<T> half(List<T> all, int which) {
            int middle = all.size() / 2;
            return which == 0 ? all.subList(0, middle) : all.subList(middle, all.size());
        }

        /** With values of params of at most so many characters. */
        LogBatch withParamsWithin(int longest) {
            List<Named> within = params.stream()
                    .map(param -> new Named(param.key(), cut(param.value(), longest)))
                    .toList();
            return new LogBatch(runId, metrics, within, tags);
        }
    }

    /** A text of at most so many characters, which ends in {@code ...} if it was longer. */
    static String cut(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest - 3) + "..." : text;
    }

    /** Whether what is there is this value, cut by an earlier export. */
    static boolean isCut(String there, String value) {
        return !there.equals(value) && PARAM_LENGTHS.stream().anyMatch(longest -> there.equals(cut(value, longest)));
    }

    /**
     * Everything in as many batches as it takes.
     *
     * @param mlflowId the run there
     * @param wanted the metrics to send
     * @param newParams the params to send: existing ones cannot be changed
     */
    List<LogBatch> batches(String mlflowId, List<Metric> wanted, SortedMap<String, String> newParams) {
        List<LogBatch> batches = new ArrayList<>();
        parts(named(newParams), MAX_OTHERS)
                .forEach(part -> batches.add(new LogBatch(mlflowId, List.of(), part, List.of())));
        parts(named(tags), MAX_OTHERS).forEach(part -> batches.add(new LogBatch(mlflowId, List.of(), List.of(), part)));
        parts(wanted, MAX_METRICS).forEach(part -> batches.add(new LogBatch(mlflowId, part, List.of(), List.of())));
        return batches;
    }

    /** All that would be sent to an empty server, in order, with values that all but the oldest servers take. */
    public List<LogBatch> batches() {
        return batches("", metrics, params).stream()
                .map(batch -> batch.withParamsWithin(PARAM_LENGTHS.get(1)))
                .toList();
    }

    private static List<Named> named(SortedMap<String, String> values) {
        return values.entrySet().stream()
                .map(each -> new Named(each.getKey(), each.getValue()))
                .toList();
    }

    private static <T> List<List<T>> parts(List<T> all, int maxSize) {
        List<List<T>> parts = new ArrayList<>();
        for (int first = 0; first < all.size(); first += maxSize) {
            parts.add(all.subList(first, Math.min(first + maxSize, all.size())));
        }
        return parts;
    }
}
