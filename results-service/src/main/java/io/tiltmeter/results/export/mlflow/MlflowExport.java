package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.export.mlflow.MlflowApi.NewRun;
import io.tiltmeter.results.export.mlflow.MlflowApi.RunSearch;
import io.tiltmeter.results.export.mlflow.MlflowRun.Metric;
import io.tiltmeter.results.export.mlflow.MlflowRun.Named;
import io.tiltmeter.results.export.mlflow.MlflowWriter.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Sends a run to MLflow. It is found again by its tag, so that it exists there once, however often it is sent; existing
 * metrics and params are not sent again.
 */
public final class MlflowExport {
    private static final Logger LOG = Logger.getLogger(MlflowExport.class);
    private static final int HISTORY_PAGE = 10_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final MlflowClient client;

    public MlflowExport(MlflowClient client) {
        this.client = client;
    }

    /**
     * @throws InvalidRequest if the experiment is deleted there
     * @throws MlflowException if MLflow refuses it or does not respond; it says what became of the run there
     */
    public MlflowExportResult send(String runId, MlflowRun run, String experimentName) {
        String experiment = experiment(experimentName);
        try {
            Optional<JsonNode> existing = find(experiment, runId);
            String mlflowId = existing.map(found -> id(found, "/info/run_id")).orElseGet(() -> create(experiment, run));
            MlflowWriter writer =
                    new MlflowWriter(client, mlflowId, run, existing.isPresent() ? Origin.EXISTING : Origin.CREATED);
            try {
                return write(runId, run, existing, writer, new Place(mlflowId, experiment, experimentName));
            } catch (MlflowException failed) {
                throw writer.failed(failed);
            }
        } catch (MlflowException failed) {
            if (failed.isFinal()) {
                refuseDeleted(experimentName); // it may have been deleted since it was found
            }
            throw failed;
        }
    }

    /** Where a run is in MLflow. */
    private record Place(String mlflowId, String experiment, String experimentName) {}

    private MlflowExportResult write(
            String runId, MlflowRun run, Optional<JsonNode> existing, MlflowWriter writer, Place place) {
        String mlflowId = place.mlflowId();
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
        List<String> differing = new ArrayList<>();
        run.params().forEach((key, value) -> {
            String there = existingParams.getOrDefault(key, value);
            if (MlflowRun.isCut(there, value)) {
                writer.shortened(key);
            } else if (!there.equals(value)) {
                differing.add(key);
            }
        });
        run.batches(mlflowId, wanted, newParams).forEach(writer::write);
        writer.finish();
        return new MlflowExportResult(
                runId,
                mlflowId,
                place.experiment(),
                place.experimentName(),
                existing.isEmpty(),
                writer.batches(),
                wanted.size(),
                run.metrics().size() - wanted.size(),
                newParams.size(),
                differing,
                run.tags().size(),
                writer.shortened());
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
                return byNameOrDeleted(name);
            }
            throw failed;
        }
    }

    /** A server that keeps a name and does not show its experiment has deleted it. */
    private String byNameOrDeleted(String name) {
        try {
            return byName(name);
        } catch (MlflowException failed) {
            throw failed.isMissing() ? deleted(name, "ID") : failed;
        }
    }

    /** The id of an experiment that is not deleted: MLflow finds deleted ones by their name too. */
    private String byName(String name) {
        JsonNode found = client.call(api -> api.experimentByName(name));
        String id = id(found, "/experiment/experiment_id");
        if (found.at("/experiment/lifecycle_stage").asText().equals("deleted")) {
            throw deleted(name, id);
        }
        return id;
    }

    private void refuseDeleted(String name) {
        try {
            byName(name);
        } catch (MlflowException unknown) {
            LOG.debugf("experiment not asked for again cause=%s", unknown.getMessage());
        }
    }

    private InvalidRequest deleted(String name, String id) {
        return new InvalidRequest(List.of(new Fault(
                "experiment_name",
                name,
                "is a deleted experiment on the MLflow server at " + client.trackingUri(),
                "restore it there (mlflow experiments restore --experiment-id " + id + "), or send another name")));
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
