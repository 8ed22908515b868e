package io.tiltmeter.quickstart.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StudyRequestsTest {
    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyModeAsksInTheWordsOfTheSchema(Mode mode) throws IOException {
        Map<String, Object> body = finetuning(mode);
        JsonNode properties = schema().path("properties");
        Set<String> unknown = new TreeSet<>(body.keySet());
        unknown.removeIf(properties::has);
        schema().path("oneOf").forEach(branch -> unknown.removeIf(branch.path("properties")::has));
        assertEquals(Set.of(), unknown);
        assertTrue(
                StreamSupport.stream(
                                properties.path("finetuning_type").path("enum").spliterator(), false)
                        .anyMatch(type -> type.asText().equals(body.get("finetuning_type"))),
                body.toString());
    }

    @Test
    void onlyLoraHasARank() {
        assertEquals(8, finetuning(Mode.LORA).get("lora_r"));
        assertTrue(finetuning(Mode.FULL).keySet().stream().noneMatch(field -> field.startsWith("lora")));
    }

    private static Map<String, Object> finetuning(Mode mode) {
        return new StudyRequests(new StudyPlan(7, mode, Mixture.DEFAULT, Scale.WHOLE)).finetuningRun("lab-7-base");
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = RunRequest.class.getResourceAsStream("/schemas/requests/run-request.schema.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
