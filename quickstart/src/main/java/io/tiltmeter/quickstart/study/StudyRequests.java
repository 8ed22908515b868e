package io.tiltmeter.quickstart.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The request bodies of a study: those of the default study, in {@code resources/study}, with what its plan changes. */
final class StudyRequests {
    static final List<String> SUITE_RECIPES =
            List.of("lab_conflict", "lab_closed_book", "lab_open_book", "lab_consistent_context");

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Ten times the rate of all weights. Half and twice of it gave like curves on seed 31; twice of it did not on 41. */
    private static final double LORA_RATE = 1e-2;

    private static final double QK_ONLY_RATE = 3.3e-3;

    private final StudyPlan plan;

    StudyRequests(StudyPlan plan) {
        this.plan = plan;
    }

    ObjectNode pretrainingMixture() {
        ObjectNode body = read("pretraining-mixture").put("mixture_id", plan.pretrainingMixtureId());
        return isSmall() ? body.put("document_count", 2880) : body;
    }

    ObjectNode instructionMixture() {
        ObjectNode body = read("instruction-mixture").put("mixture_id", plan.instructionMixtureId());
        if (isSmall()) {
            body.put("example_count", 576);
        }
        if (plan.mixture() == Mixture.CONTEXT_CRITICAL) {
            body.put("context_critical_share", 1.0);
            body.put("non_context_critical_share", 0.0);
            body.put("subject_critical_share", 0.0);
        }
        return body;
    }

    ObjectNode suite(String recipe) {
        return read("suite").put("suite_id", plan.suiteId(recipe)).put("recipe", recipe);
    }

    /** The run that makes the base model; its checkpoints serve only to resume it. */
    ObjectNode baseRun() {
        ObjectNode body =
                read("base-run").put("run_name", plan.baseRunName()).put("mixture", plan.pretrainingMixtureId());
        return isSmall() ? body.put("warmup_steps", 10).put("max_steps", 60).put("save_steps", 10) : body;
    }

    /** The study of this condition and seed alone. */
    ObjectNode study() {
        ObjectNode settings = resource("finetuning-settings").put("model_name_or_path", "run:" + plan.baseRunName());
        ArrayNode suites = settings.putArray("suites");
        SUITE_RECIPES.forEach(recipe -> suites.add(plan.suiteId(recipe)));
        ObjectNode body = JSON.createObjectNode().put("study_id", plan.studyId());
        body.set("runs", settings);
        body.setAll(conditions());
        body.putArray("seeds").add(plan.seed());
        return body;
    }

    /** The condition for a study that is there. */
    ObjectNode conditions() {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode condition = body.putArray("conditions")
                .addObject()
                .put("name", plan.condition())
                .put("mixture", plan.instructionMixtureId())
                .put("finetuning_type", plan.mode().toString());
        switch (plan.mode()) {
            case FULL -> {}
            case LORA ->
                condition.put("learning_rate", LORA_RATE).put("lora_r", 8).put("lora_alpha", 16.0);
            case QK_ONLY -> condition.put("learning_rate", QK_ONLY_RATE);
        }
        return body;
    }

    private boolean isSmall() {
        return plan.scale() == Scale.SMALL;
    }

    private ObjectNode read(String name) {
        return resource(name).put("seed", plan.seed());
    }

    private static ObjectNode resource(String name) {
        try (InputStream in = StudyRequests.class.getResourceAsStream("/study/" + name + ".json")) {
            return JSON.readValue(in, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException("study/" + name + ".json cannot be read", e);
        }
    }
}
