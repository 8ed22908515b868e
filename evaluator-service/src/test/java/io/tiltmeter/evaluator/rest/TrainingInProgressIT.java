package io.tiltmeter.evaluator.rest;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The directory of a training in progress is sent again and again, by its path alone. */
@QuarkusTest
class TrainingInProgressIT extends TestWithAdoption {

    @Test
    void everyCheckpointIsEvaluatedOnceItIsWhole() throws Exception {
        runs.publishSuite("growing-facts.v1", 5);
        Path output = Files.createDirectories(root.resolve("growing/runs")).getParent();
        adopt("growing")
                .statusCode(202)
                .body("status", equalTo("waiting"))
                .body("template", nullValue())
                .body("notes", hasItem("growing has no checkpoint yet"));
        get("/api/v1/checkpoints?run_id=growing").then().body("total", equalTo(0));

        folders.checkpoint("growing/checkpoint-5", 5, 10);
        Path weights = folders.checkpoint("growing/checkpoint-7", 7, 10).resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, List.of("half"), StandardOpenOption.TRUNCATE_EXISTING);
        adopt("growing")
                .statusCode(202)
                .body("status", equalTo("queued"))
                .body("checkpoints.step", equalTo(List.of(5)))
                .body("total_steps", equalTo(10))
                .body("complete", equalTo(false))
                .body("template", notNullValue())
                .body("template_reason", notNullValue())
                .body("first_prompt", containsString("where is the capital of S0 ?"));
        assertEquals(5, runs.ready("growing", 1).get(0).step());
        runs.evaluated("growing", 1);

        Files.write(weights, whole);
        folders.checkpoint("growing/checkpoint-10", 10, 10);
        adopt("growing")
                .statusCode(202)
                .body("checkpoints.step", equalTo(List.of(5, 7, 10)))
                .body("complete", equalTo(true));
        runs.evaluated("growing", 3);
        runs.awaitRun("growing", RunStatus.COMPLETED);
        assertTrue(Files.isSymbolicLink(stored("growing", 3).resolve("model.safetensors")), "nothing was copied");
        assertTrue(Files.exists(output.resolve("checkpoint-5/model.safetensors")));
    }

    @Test
    void aFileThatChangedSinceItWasReferredToIsNotUsed() throws Exception {
        runs.publishSuite("growing-facts.v1", 5);
        Path checkpoint = folders.checkpoint("changed/checkpoint-5", 5, 10);
        adopt("changed").statusCode(202);
        ArtifactRef model = runs.ready("changed", 1).get(0).model();
        assertEquals(
                checkpoint.resolve("config.json").toRealPath(),
                stored("changed", 1).resolve("config.json").toRealPath());
        Files.writeString(checkpoint.resolve("config.json"), " ", StandardOpenOption.APPEND);
        assertThrows(ArtifactDamaged.class, () -> artifacts.folder(model));
    }

    @Test
    void aChatTemplateOfAnotherFormatHasToBeNamed() throws Exception {
        runs.publishSuite("growing-facts.v1", 5);
        Path checkpoint = folders.checkpoint("foreign/checkpoint-5", 5, 10);
        Files.writeString(checkpoint.resolve("chat_template.jinja"), "{{ 'USER: ' + messages[0].content }}");
        adopt("foreign")
                .statusCode(400)
                .body("faults[0].field", equalTo("template"))
                .body("faults[0].limit", containsString("chat_template.jinja"));
    }

    /** @param count of the run's checkpoints, of which the first is meant */
    private Path stored(String run, int count) throws IOException {
        return artifacts.folder(runs.ready(run, count).get(0).model());
    }

    private ValidatableResponse adopt(String run) {
        Map<String, Object> request = new HashMap<>();
        request.put("run_id", run);
        request.put("path", run);
        request.put("template", "auto");
        request.put("suites", List.of("growing-facts"));
        request.put("in_progress", true);
        request.put("copy", false);
        request.put("evaluation", Map.of("scorers", List.of("contains")));
        return runs.adopt(request);
    }
}
