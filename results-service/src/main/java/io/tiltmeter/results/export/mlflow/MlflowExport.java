package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.results.export.mlflow.MlflowRun.Batch;
import io.tiltmeter.results.export.mlflow.MlflowRun.Metric;
import io.tiltmeter.results.export.mlflow.MlflowRun.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Sends a run to MLflow. It is found again by its tag, so that it stands there once, however often it is sent; metrics and
 * params that are there already are not sent again.
 */
public final class MlflowExport {
    private static final String HISTORY_PAGE = "10000";

    private final MlflowClient client;

    public MlflowExport(MlflowClient client) {
        this.client = client;
    }

    /** @throws MlflowFailed if MLflow does not take it; what was taken before stays, and is not sent twice */
    public MlflowView send(String runId, MlflowRun run, String experimentName) {
        String experiment = experiment(experimentName);
        Optional<JsonNode> there = find(experiment, runId);
        String mlflowId =
                there.map(found -> found.at("/info/run_id").asText()).orElseGet(() -> create(experiment, run));
        Map<String, Set<String>> sent =
                there.map(found -> histories(mlflowId, found)).orElse(Map.of());
        List<Metric> wanted = run.metrics().stream()
                .filter(metric ->
                        !sent.getOrDefault(metric.key(), Set.of()).contains(point(metric.step(), metric.value())))
                .toList();
        Map<String, String> paramsThere =
                there.map(found -> named(found.at("/data/params"))).orElse(Map.of());
        SortedMap<String, String> newParams = new TreeMap<>(run.params());
        newParams.keySet().removeAll(paramsThere.keySet());
        List<String> otherThere = run.params().entrySet().stream()
                .filter(param -> paramsThere.containsKey(param.getKey())
                        && !paramsThere.get(param.getKey()).equals(param.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        List<Batch> batches = run.batches(wanted, newParams);
        for (Batch batch : batches) {
            client.post("runs/log-batch", logged(mlflowId, batch));
        }
        client.post("runs/update", ended(mlflowId, run));
        return new MlflowView(
                runId,
                mlflowId,
                experiment,
                experimentName,
                there.isEmpty(),
                batches.size(),
                wanted.size(),
                run.metrics().size() - wanted.size(),
                newParams.size(),
                otherThere,
                run.tags().size());
    }

    private String experiment(String name) {
        try {
            return byName(name);
        } catch (MlflowFailed failed) {
            if (!failed.isMissing()) {
                throw failed;
            }
        }
        try {
            return client.post("experiments/create", Map.of("name", name))
                    .path("experiment_id")
                    .asText();
        } catch (MlflowFailed failed) {
            if (failed.isThere()) {
                return byName(name);
            }
            throw failed;
        }
    }

    private String byName(String name) {
        return client.get("experiments/get-by-name", Map.of("experiment_name", name))
                .at("/experiment/experiment_id")
                .asText();
    }

    /** The oldest run with our tag; the id has no quotes in it. */
    private Optional<JsonNode> find(String experiment, String runId) {
        JsonNode runs = client.post(
                        "runs/search",
                        Map.of(
                                "experiment_ids",
                                List.of(experiment),
                                "filter",
                                "tags.`" + MlflowRun.RUN_ID + "` = '" + runId + "'",
                                "run_view_type",
                                "ACTIVE_ONLY",
                                "order_by",
                                List.of("attributes.start_time ASC"),
                                "max_results",
                                1))
                .path("runs");
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(0));
    }

    private String create(String experiment, MlflowRun run) {
        return client.post(
                        "runs/create",
                        Map.of(
                                "experiment_id",
                                experiment,
                                "run_name",
                                run.runName(),
                                "start_time",
                                run.startMillis(),
                                "tags",
                                List.of(new Named(MlflowRun.RUN_ID, run.tags().get(MlflowRun.RUN_ID)))))
                .at("/run/info/run_id")
                .asText();
    }

    /** What is there of each metric that is there, as {@link #point}. */
    private Map<String, Set<String>> histories(String mlflowId, JsonNode found) {
        Map<String, Set<String>> histories = new HashMap<>();
        for (JsonNode newest : found.at("/data/metrics")) {
            histories.put(
                    newest.path("key").asText(),
                    history(mlflowId, newest.path("key").asText()));
        }
        return histories;
    }

    private Set<String> history(String mlflowId, String key) {
        Set<String> points = new HashSet<>();
        String page = "";
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("run_id", mlflowId);
            query.put("metric_key", key);
            query.put("max_results", HISTORY_PAGE);
            if (!page.isEmpty()) {
                query.put("page_token", page);
            }
            JsonNode answer = client.get("metrics/get-history", query);
            answer.path("metrics")
                    .forEach(metric -> points.add(point(
                            metric.path("step").asLong(), metric.path("value").asDouble())));
            page = answer.path("next_page_token").asText("");
        } while (!page.isEmpty());
        return points;
    }

    private static String point(long step, double value) {
        return step + " " + value;
    }

    private static Map<String, String> named(JsonNode all) {
        Map<String, String> named = new HashMap<>();
        all.forEach(
                each -> named.put(each.path("key").asText(), each.path("value").asText()));
        return named;
    }

    /** A batch as {@code runs/log-batch} takes it. */
    static Map<String, Object> logged(String mlflowId, Batch batch) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_id", mlflowId);
        body.put("metrics", batch.metrics());
        body.put("params", batch.params());
        body.put("tags", batch.tags());
        return body;
    }

    private static Map<String, Object> ended(String mlflowId, MlflowRun run) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("run_id", mlflowId);
        body.put("run_name", run.runName());
        body.put("status", run.status());
        if (!run.status().equals("RUNNING")) {
            body.put("end_time", run.endMillis());
        }
        return body;
    }

    /** Everything that would be sent to an empty server, in order, for who sends it by himself. */
    public static List<Map<String, Object>> dry(MlflowRun run) {
        List<Map<String, Object>> bodies = new ArrayList<>();
        run.batches(run.metrics(), run.params()).forEach(batch -> bodies.add(logged("", batch)));
        return bodies;
    }
}
