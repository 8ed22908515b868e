package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.results.export.mlflow.MlflowApi.NewRun;
import io.tiltmeter.results.export.mlflow.MlflowApi.RunSearch;
import io.tiltmeter.results.export.mlflow.MlflowApi.RunUpdate;
import io.tiltmeter.results.export.mlflow.MlflowRun.LogBatch;
import io.tiltmeter.results.export.mlflow.MlflowRun.Metric;
import io.tiltmeter.results.export.mlflow.MlflowRun.Named;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Sends a run to MLflow. It is found again by its tag, so that it exists there once, however often it is sent; existing
 * metrics and params are not sent again.
 */
public final class MlflowExport {
    private static final int HISTORY_PAGE = 10_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final MlflowClient client;

    public MlflowExport(MlflowClient client) {
        this.client = client;
    }

    /** @throws MlflowException if MLflow refuses it; what it accepted before is kept, and is not sent twice */
    public MlflowExportResult send(String runId, MlflowRun run, String experimentName) {
        String experiment = experiment(experimentName);
        Optional<JsonNode> existing = find(experiment, runId);
        String mlflowId = existing.map(found -> id(found, "/info/run_id")).orElseGet(() -> create(experiment, run));
        Map<String, Set<String>> sent =
                existing.map(found -> histories(mlflowId, found, run)).orElse(Map.of());
        List<Metric> wanted = run.metrics().stream()
                .filter(metric ->
                        !sent.getOrDefault(metric.key(), Set.of()).contains(point(metric.step(), metric.value())))
                .toList();
        Map<String, String> existingParams = new HashMap<>();
        existing.ifPresent(found -> found.at("/data/params")
                .forEach(each -> existingParams.put(
                        each.path("key").asText(), each.path("value").asText())));
        SortedMap<String, String> newParams = new TreeMap<>(run.params());
        newParams.keySet().removeAll(existingParams.keySet());
        List<String> differing = run.params().entrySet().stream()
                .filter(param -> existingParams.containsKey(param.getKey())
                        && !existingParams.get(param.getKey()).equals(param.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        List<LogBatch> batches = run.batches(mlflowId, wanted, newParams);
        batches.forEach(batch -> client.call(api -> api.logBatch(batch)));
        boolean isOver = !run.status().equals("RUNNING");
        RunUpdate update = new RunUpdate(
                mlflowId, run.runName(), run.status(), isOver ? Optional.of(run.endMillis()) : Optional.empty());
        client.call(api -> api.updateRun(update));
        return new MlflowExportResult(
                runId,
                mlflowId,
                experiment,
                experimentName,
                existing.isEmpty(),
                batches.size(),
                wanted.size(),
                run.metrics().size() - wanted.size(),
                newParams.size(),
                differing,
                run.tags().size());
    }

    private String experiment(String name) {
        try {
            return byName(name);
        } catch (MlflowException failed) {
            if (!failed.isMissing()) {
                throw failed;
            }
        }
        try {
            return id(client.call(api -> api.createExperiment(Map.of("name", name))), "/experiment_id");
        } catch (MlflowException failed) {
            if (failed.isExisting()) {
                return byName(name);
            }
            throw failed;
        }
    }

    private String byName(String name) {
        return id(client.call(api -> api.experimentByName(name)), "/experiment/experiment_id");
    }

    /** The oldest run with our tag; ids contain no quotes. */
    private Optional<JsonNode> find(String experiment, String runId) {
        RunSearch search = new RunSearch(
                List.of(experiment),
                "tags.`" + MlflowRun.RUN_ID + "` = '" + runId + "'",
                "ACTIVE_ONLY",
                List.of("attributes.start_time ASC"),
                1);
        JsonNode runs = client.call(api -> api.searchRuns(search)).path("runs");
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(0));
    }

    private String create(String experiment, MlflowRun run) {
        Named tag = new Named(MlflowRun.RUN_ID, run.tags().get(MlflowRun.RUN_ID));
        NewRun created = new NewRun(experiment, run.runName(), run.startMillis(), List.of(tag));
        return id(client.call(api -> api.createRun(created)), "/run/info/run_id");
    }

    /** An id, which is shown to the caller, so that it must not be just any text. */
    private String id(JsonNode answer, String pointer) {
        String id = answer.at(pointer).asText();
        if (!ID.matcher(id).matches()) {
            throw client.notMlflow("without an id of 1 to 64 letters, digits, '_' and '-' at " + pointer);
        }
        return id;
    }

    /** The points of ours that are there, by metric and as {@link #point}; others are not kept, however many there are. */
    private Map<String, Set<String>> histories(String mlflowId, JsonNode found, MlflowRun run) {
        Map<String, Set<String>> ours = new HashMap<>();
        run.metrics()
                .forEach(metric -> ours.computeIfAbsent(metric.key(), key -> new HashSet<>())
                        .add(point(metric.step(), metric.value())));
        Map<String, Set<String>> histories = new HashMap<>();
        for (JsonNode newest : found.at("/data/metrics")) {
            String key = newest.path("key").asText();
            if (ours.containsKey(key)) {
                histories.computeIfAbsent(key, any -> history(mlflowId, key, ours.get(key)));
            }
        }
        return histories;
    }

    private Set<String> history(String mlflowId, String key, Set<String> ours) {
        Set<String> points = new HashSet<>();
        String page = null;
        do {
            String token = page;
            JsonNode history = client.call(api -> api.metricHistory(mlflowId, key, HISTORY_PAGE, token));
            history.path("metrics")
                    .forEach(metric -> points.add(point(
                            metric.path("step").asLong(), metric.path("value").asDouble())));
            points.retainAll(ours);
            page = history.path("next_page_token").asText("");
        } while (!page.isEmpty());
        return points;
    }

    private static String point(long step, double value) {
        return step + " " + value;
    }
}
