package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instruction data on its way through the whole system: sent, labelled by the losses of a base model that two evaluators
 * compute, filtered into a mixture, trained on. One evaluator is killed in the middle.
 */
class LabelledSourceIT {
    private static final int DATASET = 1;
    private static final int TRAINER = 2;
    private static final int WITH_CONTEXT = 12_000;
    private static final int WITHOUT = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    static Path temporary;

    private static LaunchedSystem system;

    @BeforeAll
    static void trainABase() throws IOException {
        system = LaunchedSystem.start(temporary.resolve("data"));
        new SmallStudy(system).prepare();
        await("a trained base")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> system.json(TRAINER, "/api/v1/runs/base")
                        .path("status")
                        .asText()
                        .equals("completed"));
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void anEvaluatorThatIsKilledChangesNoLabelAndTheMixtureIsTrainedOn() throws Exception {
        send("calm");
        send("wild");
        String calm = label("calm");
        String undisturbed = labels(calm);

        String wild = label("wild");
        await("the first answers")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> done(wild) > 0);
        assertTrue(done(wild) < WITH_CONTEXT, "all was answered before an evaluator could be killed");
        system.kill("evaluator-service");
        assertEquals(undisturbed, labels(wild));
        JsonNode answer = system.json(DATASET, "/api/v1/labelings/" + wild);
        assertEquals(
                WITHOUT, answer.path("class_counts").path("subject_critical").asInt());
        assertEquals(
                WITH_CONTEXT / 4,
                answer.path("class_counts").path("non_context_critical").asInt());

        system.post(
                DATASET,
                "/api/v1/mixtures",
                Map.of(
                        "mixture_id",
                        "critical",
                        "recipe",
                        "sources",
                        "seed",
                        1,
                        "template",
                        "lab",
                        "parts",
                        List.of(Map.of(
                                "source",
                                "wild",
                                "count",
                                256,
                                "filters",
                                List.of(
                                        Map.of("filter", "context_only"),
                                        Map.of("filter", "context_critical", "model", "run:base"))))));
        await("the mixture")
                .atMost(PATIENCE)
                .until(() -> system.json(DATASET, "/api/v1/mixtures/critical")
                        .path("status")
                        .asText()
                        .equals("ready"));
        system.post(
                TRAINER,
                "/api/v1/runs",
                Map.of(
                        "run_name",
                        "on-sources",
                        "model_name_or_path",
                        "run:base",
                        "mixture",
                        "critical",
                        "suites",
                        List.of("lab-closed-book"),
                        "max_steps",
                        4,
                        "per_device_train_batch_size",
                        32));
        await("a run on the mixture")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> system.json(TRAINER, "/api/v1/runs/on-sources")
                        .path("status")
                        .asText()
                        .equals("completed"));
    }

    private static long done(String labeling) throws IOException, InterruptedException {
        return system.json(DATASET, "/api/v1/labelings/" + labeling)
                .path("measuring")
                .path(0)
                .path("examples_done")
                .asLong();
    }

    /** Asks for the labels of a source under the base, and gives the labelling's id. */
    private static String label(String source) throws IOException {
        return system.post(
                        DATASET, "/api/v1/labelings", Map.of("source", source, "model", "run:base", "template", "lab"))
                .path("labeling_id")
                .asText();
    }

    private static String labels(String labeling) throws IOException, InterruptedException {
        await("the labels of " + labeling)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> system.json(DATASET, "/api/v1/labelings/" + labeling)
                        .path("status")
                        .asText()
                        .equals("ready"));
        return system.get(DATASET, "/api/v1/labelings/" + labeling + "/labels.jsonl");
    }

    /** The same rows under another name; their ids differ, so that nothing measured before answers for them. */
    private static void send(String name) throws IOException {
        String rows = IntStream.range(0, WITH_CONTEXT + WITHOUT)
                .mapToObj(i -> "{\"id\": \"" + name + i
                        + "\", \"instruction\": \"what is the capital of it ?\", \"input\": \""
                        + (i < WITH_CONTEXT ? "the capital is told " + "and told ".repeat(i % 9) + "here ." : "")
                        + "\", \"output\": \"" + "it is ".repeat(1 + i % 7) + "\"}\n")
                .collect(Collectors.joining());
        String id = system.upload(DATASET, "/api/v1/sources?name=" + name, rows)
                .path("source_id")
                .asText();
        await("the source " + name)
                .atMost(PATIENCE)
                .until(() -> system.json(DATASET, "/api/v1/sources/" + id)
                        .path("status")
                        .asText()
                        .equals("ready"));
    }
}
