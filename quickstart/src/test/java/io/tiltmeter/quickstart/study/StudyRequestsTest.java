package io.tiltmeter.quickstart.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyRequestsTest {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyModeUsesTheFieldsOfTheSchema(Mode mode) throws IOException {
        ObjectNode body = finetuning(mode);
        JsonNode properties = schema().path("properties");
        Set<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeIf(properties::has);
        schema().path("oneOf").forEach(branch -> unknown.removeIf(branch.path("properties")::has));
        assertEquals(Set.of(), unknown);
        assertTrue(
                StreamSupport.stream(
                                properties.path("finetuning_type").path("enum").spliterator(), false)
                        .anyMatch(type -> type.equals(body.get("finetuning_type"))),
                body.toString());
    }

    @Test
    void onlyLoraHasARank() {
        assertEquals(8, finetuning(Mode.LORA).path("lora_r").asInt());
        assertFalse(finetuning(Mode.FULL).has("lora_r"));
        assertFalse(finetuning(Mode.QK_ONLY).has("lora_r"));
    }

    private static ObjectNode finetuning(Mode mode) {
        ObjectNode study = new StudyRequests(new StudyPlan(7, mode, Mixture.DEFAULT, Scale.WHOLE)).study();
        ObjectNode condition = (ObjectNode) study.path("conditions").get(0);
        condition.remove("name");
        return ((ObjectNode) study.path("runs")).setAll(condition);
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = RunRequest.class.getResourceAsStream("/schemas/requests/run-request.schema.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void planChangesTheSeedTheNamesAndTheSizes() {
        StudyRequests small = new StudyRequests(new StudyPlan(7, Mode.FULL, Mixture.CONTEXT_CRITICAL, Scale.SMALL));
        assertEquals(
                "{\"mixture_id\":\"lab-pretraining-7-small\",\"recipe\":\"lab_pretraining\",\"seed\":7,"
                        + "\"document_count\":2880}",
                small.pretrainingMixture().toString());
        assertEquals(
                "{\"mixture_id\":\"lab-instruction-7-context-critical-small\",\"recipe\":\"lab_instruction\","
                        + "\"seed\":7,\"example_count\":576,\"context_critical_share\":1.0,"
                        + "\"non_context_critical_share\":0.0,\"subject_critical_share\":0.0}",
                small.instructionMixture().toString());
        assertEquals(
                "{\"suite_id\":\"lab-open-book-7\",\"recipe\":\"lab_open_book\",\"seed\":7}",
                small.suite("lab_open_book").toString());
    }
}
