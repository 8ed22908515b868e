package io.tiltmeter.results.export.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.results.application.curve.CurveQueries;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.RunCurve.Point;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.mlflow.MlflowRun.Metric;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Puts runs into MLflow's terms. */
@Singleton
public class MlflowMapper {
    private static final int MAX_KEY_LENGTH = 250;
    private static final int MAX_TAG_LENGTH = 5_000;

    private final RunQueries runs;
    private final CurveQueries curves;

    public MlflowMapper(RunQueries runs, CurveQueries curves) {
        this.runs = runs;
        this.curves = curves;
    }

    /** @throws io.tiltmeter.servicekit.rest.NotFound if there is no such run */
    @Transactional
    public MlflowRun of(String runId) {
        StoredRun run = runs.find(runId);
        ScoredRun first = runs.scored(run, SeriesQuery.DEFAULT);
        // by key and step: standard suites and the loss are the same beside every conflict suite
        Map<String, Metric> metrics = new LinkedHashMap<>();
        SortedSet<String> shortened = new TreeSet<>();
        if (first.names().conflict().isEmpty()) {
            addCurve(view(first), first, metrics, shortened);
        }
        for (String suite : first.names().conflict()) {
            ScoredRun scored = runs.scored(first, SeriesQuery.DEFAULT.of(suite));
            addCurve(view(scored), scored, metrics, shortened);
        }
        RunUpdated state = run.state();
        SortedMap<String, String> params = new TreeMap<>();
        flatten("", state.effectiveConfig(), params, shortened);
        SortedMap<String, String> tags = new TreeMap<>();
        tags.put(MlflowRun.RUN_ID, runId);
        tags.put("tiltmeter.status", Json.name(state.status()));
        tag("tiltmeter.suites", String.join(", ", first.names().all()), tags, shortened);
        tag("mlflow.runName", state.runName(), tags, shortened);
        tags.put("mlflow.source.name", "tiltmeter");
        return new MlflowRun(
                state.runName(),
                status(state.status()),
                state.createdAt().toEpochMilli(),
                state.updatedAt().toEpochMilli(),
                new ArrayList<>(metrics.values()),
                params,
                tags,
                shortened);
    }

    private RunCurve view(ScoredRun scored) {
        return curves.curve(scored, XAxis.STEP, Optional.empty());
    }

    private static void addCurve(RunCurve curve, ScoredRun scored, Map<String, Metric> metrics, Set<String> shortened) {
        long start = scored.run().state().createdAt().toEpochMilli();
        for (Point point : curve.points()) {
            long timestamp = scored.checkpoint(point.step())
                    .map(checkpoint -> checkpoint.savedAt().toEpochMilli())
                    .orElse(start + point.step());
            SortedMap<String, Optional<Double>> values = new TreeMap<>();
            curve.series().suite().ifPresent(suite -> {
                values.put(
                        suite + "/counterfactual_accuracy",
                        point.counterfactual().accuracy());
                values.put(suite + "/counterfactual_low", point.counterfactual().low());
                values.put(
                        suite + "/counterfactual_high", point.counterfactual().high());
                values.put(suite + "/parametric_accuracy", point.parametric().accuracy());
                values.put(suite + "/parametric_low", point.parametric().low());
                values.put(suite + "/parametric_high", point.parametric().high());
            });
            point.standard().forEach((suite, share) -> values.put("standard/" + suite, Optional.of(share)));
            values.put("standard_mean", point.standardMean());
            values.put("training_loss_nats", point.trainingLossNats());
            values.put("epochs", Optional.of(point.epochs()));
            values.forEach((name, value) -> value.ifPresent(number -> {
                String key = key(name, shortened);
                metrics.putIfAbsent(key + " " + point.step(), new Metric(key, number, timestamp, point.step()));
            }));
        }
    }

    private static void flatten(
            String prefix, Map<?, ?> config, SortedMap<String, String> params, Set<String> shortened) {
        config.forEach((name, value) -> {
            String key = prefix + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key + ".", nested, params, shortened);
            } else if (value != null) {
                params.put(key(key, shortened), text(value));
            }
        });
    }

    private static String text(Object value) {
        try {
            return value instanceof String text ? text : Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a setting that is not JSON", e);
        }
    }

    /** MLflow's names have letters, digits and {@code _ - . / } and spaces. */
    private static String key(String name, Set<String> shortened) {
        String key = MlflowRun.cut(name.replaceAll("[^A-Za-z0-9_./ -]", "_"), MAX_KEY_LENGTH);
        if (name.length() > MAX_KEY_LENGTH) {
            shortened.add(key);
        }
        return key;
    }

    private static void tag(String key, String value, SortedMap<String, String> tags, Set<String> shortened) {
        tags.put(key, MlflowRun.cut(value, MAX_TAG_LENGTH));
        if (value.length() > MAX_TAG_LENGTH) {
            shortened.add(key);
        }
    }

    private static String status(RunStatus status) {
        return switch (status) {
            case COMPLETED -> "FINISHED";
            case FAILED -> "FAILED";
            case CANCELLED -> "KILLED";
            case WAITING, QUEUED, TRAINING -> "RUNNING";
        };
    }
}
