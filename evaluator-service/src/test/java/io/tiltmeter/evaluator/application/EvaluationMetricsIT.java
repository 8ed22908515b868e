package io.tiltmeter.evaluator.application;

import static io.restassured.RestAssured.get;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics have every series from the start: one that appears with its first event is a gap in every dashboard. */
@QuarkusTest
class EvaluationMetricsIT {
    private static final List<String> SERIES = List.of(
            "tiltmeter_evaluations_in_flight ",
            "tiltmeter_evaluations_waiting ",
            "tiltmeter_evaluation_streams ",
            "tiltmeter_evaluation_lag_seconds_bucket{kind=\"knowledge_conflict\",le=\"1.0\"}",
            "tiltmeter_evaluation_lag_seconds_count{kind=\"standard\"}",
            "tiltmeter_evaluation_duration_seconds_bucket{kind=\"standard\",le=\"3600.0\"}",
            "tiltmeter_evaluation_duration_seconds_count{kind=\"knowledge_conflict\"}",
            "tiltmeter_scored_items_total{kind=\"knowledge_conflict\"}",
            "tiltmeter_scored_items_total{kind=\"standard\"}",
            "tiltmeter_evaluations_failed_total{kind=\"knowledge_conflict\"}",
            "tiltmeter_duplicate_events_total{topic=\"checkpoint-ready\"}",
            "tiltmeter_dead_letters_total{topic=\"checkpoint-ready\"}",
            "tiltmeter_dead_letters_total{topic=\"examples-scoring-requested\"}");

    @Test
    void everySeriesIsThereBeforeItsFirstEvent() {
        String scraped = get("/q/metrics").asString();
        assertEquals(
                List.of(),
                SERIES.stream().filter(series -> !scraped.contains(series)).toList(),
                "series that are missing");
    }
}
