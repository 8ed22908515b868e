package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.events;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.StudyDatasetRefused;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.embedded.SharedStack;
import io.tiltmeter.servicetest.TestBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Mixtures and suites that a study requests by its event. */
@QuarkusTest
class StudyDatasetsIT {
    private static final String MIXTURES = "/api/v1/mixtures";

    @Test
    void thoseOfEverySeedAreBuiltOnce() {
        StudyUpdated study = study(
                "builds",
                1,
                List.of(41L, 42L),
                List.of(lab("of-study-{seed}", 40), lab("of-all-seeds", "{seed}", 40)),
                List.of(Map.of("suite_id", "suite-of-study-{seed}", "recipe", "lab_open_book", "seed", "{seed}")));
        publish(study);
        publish(study);
        for (long seed : study.seeds()) {
            arrived(MIXTURES + "/of-study-" + seed).body("example_count", equalTo(40));
            arrived("/api/v1/suites/suite-of-study-" + seed);
        }
        arrived(MIXTURES + "/of-all-seeds");
        List<StudyDatasetRefused> refused = refused("builds", 2);
        assertEquals(
                List.of("of-all-seeds"),
                refused.stream().map(StudyDatasetRefused::datasetId).distinct().toList(),
                "one id for two worlds");
        assertEquals(1, events(EventTypes.MIXTURE_READY, "of-study-41").size());
    }

    @Test
    void whatCannotBeAcceptedIsPublishedAndTheRestIsBuilt() {
        post(
                        MIXTURES,
                        "{\"mixture_id\": \"taken-before\", \"recipe\": \"lab_instruction\", \"seed\": 1, \"example_count\": 10}")
                .statusCode(202);
        publish(study(
                "doubtful",
                3,
                List.of(7L),
                List.of(
                        lab("taken-before", 40),
                        Map.of(
                                "mixture_id",
                                "no-source",
                                "recipe",
                                "sources",
                                "seed",
                                1,
                                "parts",
                                List.of(Map.of("source", "absent"))),
                        Map.of(
                                "mixture_id",
                                "no-shares",
                                "recipe",
                                "lab_instruction",
                                "seed",
                                1,
                                "context_critical_share",
                                0.9),
                        lab("sound", 30)),
                List.of()));
        arrived(MIXTURES + "/sound").body("example_count", equalTo(30));
        List<StudyDatasetRefused> refused = refused("doubtful", 3);
        assertEquals(
                List.of("taken-before", "no-source", "no-shares"),
                refused.stream().map(StudyDatasetRefused::datasetId).toList());
        refused.forEach(each -> assertEquals(3, each.revision()));
        refused.forEach(each -> assertEquals(Kind.MIXTURE, each.kind()));
        assertTrue(
                refused.get(0).reason().contains("choose another id"),
                refused.get(0).reason());
        assertTrue(
                refused.get(1).reason().startsWith("parts[0].source absent: there is no source of this id"),
                refused.get(1).reason());
        assertTrue(
                refused.get(2).reason().contains("must sum to 1"),
                refused.get(2).reason());
        get(MIXTURES + "/no-source").statusCode(404);
    }

    /** What an event requests is there a moment later. */
    private static ValidatableResponse arrived(String path) {
        await().until(() -> get(path).extract().statusCode(), status -> status == 200);
        return ready(path);
    }

    private static List<StudyDatasetRefused> refused(String studyId, int count) {
        return await().until(() -> events(EventTypes.STUDY_DATASET_REFUSED, studyId), found -> found.size() >= count);
    }

    private static Map<String, Object> lab(String id, int examples) {
        return lab(id, 7, examples);
    }

    private static Map<String, Object> lab(String id, Object seed, int examples) {
        return Map.of("mixture_id", id, "recipe", "lab_instruction", "seed", seed, "example_count", examples);
    }

    private static StudyUpdated study(
            String id,
            long revision,
            List<Long> seeds,
            List<Map<String, Object>> mixtures,
            List<Map<String, Object>> suites) {
        return new StudyUpdated(
                id,
                revision,
                Map.of(),
                List.of(new StudyUpdated.Condition("all", Map.of())),
                seeds,
                List.of(new StudyUpdated.Cell("all", seeds.get(0), id + "-all-" + seeds.get(0))),
                mixtures,
                suites,
                Optional.empty(),
                List.of(),
                Instant.now(),
                Instant.now());
    }

    private static void publish(StudyUpdated study) {
        try (TestBroker broker = new TestBroker(SharedStack.bootstrapServers())) {
            broker.publish(EventTypes.STUDY_UPDATED, study.studyId(), study);
        }
    }
}
