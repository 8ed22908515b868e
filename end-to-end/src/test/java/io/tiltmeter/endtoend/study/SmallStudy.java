package io.tiltmeter.endtoend.study;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A study small enough to be run once for every way in which it can be disturbed. */
final class SmallStudy {
    static final int STEPS = 60;
    static final int CHECKPOINTS = 13;

    private static final int STEPS_BETWEEN_CHECKPOINTS = STEPS / (CHECKPOINTS - 1);
    private static final int SEED = 5;
    private static final int RUN_SEED = 3;
    private static final double LEARNING_RATE = 6e-3;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final int RESULTS = 0;
    private static final int DATASET = 1;
    private static final int TRAINER = 2;
    private static final List<String> SUITES = List.of("lab_conflict", "lab_closed_book");

    private final LaunchedSystem system;

    SmallStudy(LaunchedSystem system) {
        this.system = system;
    }

    /** Sends everything that the finetuning runs share, all at once: each waits for what it needs. */
    void prepare() throws IOException {
        system.post(
                DATASET,
                "/api/v1/mixtures",
                Map.of("mixture_id", "documents", "recipe", "lab_pretraining", "seed", SEED, "document_count", 2_880));
        system.post(
                DATASET,
                "/api/v1/mixtures",
                Map.of(
                        "mixture_id",
                        "instructions",
                        "recipe",
                        "lab_instruction",
                        "seed",
                        SEED,
                        "example_count",
                        32 * STEPS));
        for (String recipe : SUITES) {
            system.post(DATASET, "/api/v1/suites", Map.of("suite_id", suiteId(recipe), "recipe", recipe, "seed", SEED));
        }
        system.post(
                TRAINER,
                "/api/v1/runs",
                Map.of(
                        "run_name",
                        "base",
                        "model_config",
                        Map.of(
                                "model_type", "llama",
                                "hidden_size", 64,
                                "intermediate_size", 128,
                                "num_hidden_layers", 2,
                                "num_attention_heads", 4,
                                "tie_word_embeddings", true),
                        "mixture",
                        "documents",
                        "suites",
                        List.of(),
                        "learning_rate",
                        4e-3,
                        "max_steps",
                        60,
                        "per_device_train_batch_size",
                        48,
                        "group_by_length",
                        true));
    }

    /** Starts a finetuning run; runs of other names are the same but for their name. */
    void begin(String run) throws IOException {
        begin(run, LEARNING_RATE, RUN_SEED, List.of());
    }

    /** Starts a finetuning run at another learning rate, with every probe. */
    void beginProbed(String run, double learningRate) throws IOException {
        begin(run, learningRate, RUN_SEED, List.of("attention", "class_losses", "class_gradients"));
    }

    /** Starts a finetuning run with another seed. */
    void begin(String run, int seed) throws IOException {
        begin(run, LEARNING_RATE, seed, List.of());
    }

    private void begin(String run, double learningRate, int seed, List<String> probes) throws IOException {
        Map<String, Object> body = settings();
        body.put("run_name", run);
        body.put("learning_rate", learningRate);
        body.put("num_train_epochs", 1);
        body.put("seed", seed);
        if (!probes.isEmpty()) {
            body.put("evaluation", Map.of("probes", probes));
        }
        system.post(TRAINER, "/api/v1/runs", body);
    }

    /** Starts a study of two learning rates and one seed, each run of three checkpoints. */
    void beginStudy(String id, double learningRate) throws IOException {
        Map<String, Object> runs = settings();
        runs.put("max_steps", 2 * STEPS_BETWEEN_CHECKPOINTS);
        system.post(
                TRAINER,
                "/api/v1/studies",
                Map.of(
                        "study_id",
                        id,
                        "runs",
                        runs,
                        "vary",
                        Map.of("learning_rate", List.of(LEARNING_RATE, learningRate)),
                        "seeds",
                        List.of(RUN_SEED)));
    }

    /**
     * Starts a study of two learning rates and two seeds, which brings its mixture and a suite, and gives the ids of its runs in
     * their order.
     */
    List<String> beginStudyOfFour(String id) throws IOException, InterruptedException {
        Map<String, Object> runs = settings();
        runs.put("mixture", "instructions-of-four");
        runs.put("suites", List.of("conflict-of-four"));
        runs.put("max_steps", 4 * STEPS_BETWEEN_CHECKPOINTS);
        system.post(
                TRAINER,
                "/api/v1/studies",
                Map.of(
                        "study_id",
                        id,
                        "runs",
                        runs,
                        "mixtures",
                        List.of(Map.of(
                                "mixture_id",
                                "instructions-of-four",
                                "recipe",
                                "lab_instruction",
                                "seed",
                                SEED,
                                "example_count",
                                32 * STEPS)),
                        "suites",
                        List.of(Map.of("suite_id", "conflict-of-four", "recipe", SUITES.get(0), "seed", SEED)),
                        "vary",
                        Map.of("learning_rate", List.of(LEARNING_RATE, LEARNING_RATE / 2)),
                        "seeds",
                        List.of(RUN_SEED, RUN_SEED + 1),
                        "criteria",
                        List.of(Map.of(
                                "statement",
                                "accuracy falls",
                                "condition",
                                "learning_rate-" + LEARNING_RATE,
                                "measure",
                                "drop",
                                "above",
                                0))));
        return system.json(TRAINER, "/api/v1/studies/" + id).path("cells").findValuesAsText("run_id");
    }

    /** Cancels a study, whose runs have ended: later studies have their own. */
    void cancelStudy(String id) throws IOException {
        system.post(TRAINER, "/api/v1/studies/" + id + "/cancel", Map.of());
    }

    /** Waits until every run of a study is scored to its end, and gives its report without the study's name and the times. */
    String report(String id) throws IOException, InterruptedException {
        await(id + " with all runs scored")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> {
                    JsonNode cells =
                            system.json(RESULTS, "/api/v1/studies/" + id).path("cells");
                    return cells.size() == 4
                            && cells.findValuesAsText("provisional").equals(Collections.nCopies(4, "false"));
                });
        return system.get(RESULTS, "/api/v1/studies/" + id + "/report")
                .replace(id, "study")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z", "then");
    }

    private static Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("model_name_or_path", "run:base");
        settings.put("mixture", "instructions");
        settings.put("suites", SUITES.stream().map(SmallStudy::suiteId).toList());
        settings.put("per_device_train_batch_size", 32);
        settings.put("save_steps", STEPS_BETWEEN_CHECKPOINTS);
        settings.put("save_early_ratios", List.of());
        return settings;
    }

    /** Waits until a run has taken some steps and is not over. */
    void awaitStep(String run, int step) {
        await(run + " at step " + step)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() ->
                        system.json(TRAINER, "/api/v1/runs/" + run).path("step").asInt() >= step);
    }

    /** Waits until some checkpoints are scored. */
    void awaitScored(String run, int checkpoints) {
        await(run + " with " + checkpoints + " scored")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> completePoints(run) >= checkpoints);
    }

    /**
     * Waits until results-service has every checkpoint and its scores, which arrive by different topics, and gives the curve as
     * CSV without the run's name.
     */
    String curve(String run) throws IOException, InterruptedException {
        await(run + " with its whole curve")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> system.json(TRAINER, "/api/v1/runs/" + run)
                                .path("status")
                                .asText()
                                .equals("completed")
                        && system.json(RESULTS, "/api/v1/runs/" + run)
                                        .path("checkpoints_saved")
                                        .asInt()
                                == CHECKPOINTS
                        && completePoints(run) == CHECKPOINTS);
        return system.get(RESULTS, "/api/v1/runs/" + run + "/curves?format=csv")
                .lines()
                .map(line -> line.substring(line.indexOf(',') + 1))
                .collect(Collectors.joining("\n"));
    }

    /** Loss, learning rate and gradient norm of every step, as the trainer keeps them. */
    String losses(String run) throws IOException, InterruptedException {
        return system.json(TRAINER, "/api/v1/runs/" + run + "/losses?limit=1000")
                .findValues("loss_nats")
                .toString();
    }

    JsonNode verdict(String run) throws IOException, InterruptedException {
        return system.json(RESULTS, "/api/v1/runs/" + run + "/inversion");
    }

    private int completePoints(String run) throws IOException, InterruptedException {
        int complete = 0;
        for (JsonNode point :
                system.json(RESULTS, "/api/v1/runs/" + run + "/curves").path("points")) {
            complete += point.path("complete").asBoolean() ? 1 : 0;
        }
        return complete;
    }

    private static String suiteId(String recipe) {
        return recipe.replace('_', '-');
    }
}
