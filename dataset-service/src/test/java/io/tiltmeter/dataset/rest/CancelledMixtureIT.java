package io.tiltmeter.dataset.rest;

import static io.tiltmeter.dataset.rest.DatasetCalls.await;
import static io.tiltmeter.dataset.rest.DatasetCalls.events;
import static io.tiltmeter.dataset.rest.DatasetCalls.get;
import static io.tiltmeter.dataset.rest.DatasetCalls.post;
import static io.tiltmeter.dataset.rest.DatasetCalls.ready;
import static io.tiltmeter.dataset.rest.DatasetCalls.upload;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.event.DatasetUpdated;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mixtures whose building is stopped by a request. */
@QuarkusTest
class CancelledMixtureIT {
    private static final String MIXTURES = "/api/v1/mixtures";
    private static final String REASON = "cancelled; send the request again to have it built";

    /** Hundreds of rows, each of which takes this pattern about a second. */
    private static final String SLOW_PATTERN = "(?:[ab]{0,69}x?){35}z";

    private static final String SLOW_ROW =
            "{\"instruction\": \"Say it.\", \"input\": \"\", \"output\": \"" + "ab".repeat(10_000) + "%d\"}\n";
    private static final int SLOW_ROWS = 300;

    @Inject
    ArtifactStore artifacts;

    @Inject
    WorkRepository work;

    @Test
    void cancelledBuildsFreeTheirWorkers() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < SLOW_ROWS; i++) {
            rows.append(SLOW_ROW.formatted(i));
        }
        source("slow", rows.toString());
        for (String id : List.of("slow-first", "slow-second")) {
            post(MIXTURES, mixture(id, "slow", "{\"filter\": \"regex\", \"pattern\": \"" + SLOW_PATTERN + "\"}"))
                    .statusCode(202);
        }
        for (String id : List.of("slow-first", "slow-second")) {
            await().until(() -> isHeld("build/" + id));
            cancel(id).statusCode(202).body("status", equalTo("failed")).body("reason", equalTo(REASON));
        }
        source("quick", SLOW_ROW.formatted(0));
        post(MIXTURES, mixture("quick", "quick", "{\"filter\": \"dedup\"}")).statusCode(202);
        ready(MIXTURES + "/quick").body("example_count", equalTo(1));
        get(MIXTURES + "/slow-first").body("status", equalTo("failed")).body("reason", equalTo(REASON));
        cancel("quick").statusCode(409).body("detail", containsString("is ready"));
    }

    @Test
    void aMixtureThatWaitsForMeasurementsIsCancelledAndRequestedAgain() throws Exception {
        source("awaited", "{\"instruction\": \"Who?\", \"input\": \"Orla did it.\", \"output\": \"Orla\"}\n");
        String request = mixture("awaited", "awaited", "{\"filter\": \"context_critical\", \"model\": \"run:absent\"}");
        try (Evaluators lost = new Evaluators(artifacts, "absent", (shard, times) -> Evaluators.Outcome.LOST)) {
            await().until(() -> post(MIXTURES, request).extract().statusCode(), status -> status == 202);
            cancel("awaited").statusCode(202).body("status", equalTo("failed"));
            cancel("awaited").statusCode(202).body("reason", equalTo(REASON));
            await().until(() -> events(EventTypes.DATASET_UPDATED, "awaited").stream()
                    .anyMatch(event -> event.status() == DatasetUpdated.Status.FAILED
                            && event.reason().equals(REASON)));
            post(MIXTURES, request).statusCode(202).body("status", equalTo("building"));
        }
    }

    @Test
    void aMixtureIsBuiltWhenItIsRequestedAgain() {
        source("again", "{\"instruction\": \"Who?\", \"input\": \"\", \"output\": \"Orla\"}\n");
        String request = mixture("again", "again", "{\"filter\": \"dedup\"}");
        post(MIXTURES, request).statusCode(202);
        int status = cancel("again").extract().statusCode();
        assertTrue(status == 202 || status == 409, "status " + status);
        post(MIXTURES, request);
        ready(MIXTURES + "/again").body("example_count", equalTo(1));
    }

    @Test
    void onlyMixturesAreCancelled() {
        source("uncancelled", "{\"instruction\": \"Who?\", \"input\": \"\", \"output\": \"Orla\"}\n");
        cancel("uncancelled.v1").statusCode(404);
        cancel("nowhere").statusCode(404);
    }

    private boolean isHeld(String workId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> work.item(workId)
                        .filter(item -> item.status() == WorkItem.Status.LEASED)
                        .isPresent());
    }

    private static ValidatableResponse cancel(String id) {
        return post(MIXTURES + "/" + id + "/cancel", "");
    }

    private static String mixture(String id, String source, String filter) {
        return "{\"mixture_id\": \"" + id + "\", \"recipe\": \"sources\", \"seed\": 1, \"parts\": [{\"source\": \""
                + source + "\", \"filters\": [" + filter + "]}]}";
    }

    private static void source(String name, String rows) {
        upload("/api/v1/sources?name=" + name, rows).statusCode(202);
        ready("/api/v1/sources/" + name + ".v1");
    }
}
