package io.tiltmeter.contracts.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.ContractFiles;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What requests for evaluations become in stored settings and in events: the bytes that earlier versions wrote. */
class EvaluationRequestTest {

    /** A request, its effective form and its plan. */
    record Case(String request, String effective, String plan) {}

    static List<Case> cases() throws IOException {
        try (InputStream in = EvaluationRequestTest.class.getResourceAsStream("/requests/evaluations.jsonl")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<Case> cases = new ArrayList<>();
            for (int i = 0; i < lines.size(); i += 3) {
                cases.add(new Case(lines.get(i), lines.get(i + 1), lines.get(i + 2)));
            }
            return cases;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theEffectiveFormIsWrittenAsEver(Case one) throws IOException {
        assertEquals(
                one.effective(),
                ContractFiles.mapper().writeValueAsString(read(one.request()).effective()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anEffectiveFormIsItsOwn(Case one) throws IOException {
        EvaluationRequest effective = read(one.effective());
        assertEquals(effective, effective.effective());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void thePlanIsWrittenAsEverOfARequestAndOfItsEffectiveForm(Case one) throws IOException {
        for (String request : List.of(one.request(), one.effective())) {
            EvaluationPlan plan = read(request).plan(EvaluationRequestTest::suite);
            assertEquals(one.plan(), ContractFiles.mapper().writeValueAsString(plan));
        }
    }

    @Test
    void theSchemaStatesTheSameDefaults() {
        JsonNode properties =
                ContractFiles.read("schemas/requests/evaluation.schema.json").path("properties");
        JsonNode standard = ContractFiles.mapper().valueToTree(EvaluationRequest.DEFAULT);
        assertEquals(standard.path("scorers"), properties.at("/scorers/default"));
        assertEquals(standard.path("logprob_threshold"), properties.at("/logprob_threshold/default"));
        assertEquals("[{\"arm\":\"template\"}]", properties.at("/arms/default").toString());
        JsonNode arm = properties.at("/arms/items/properties");
        assertEquals(standard.at("/arms/0/max_new_tokens"), arm.at("/max_new_tokens/default"));
        assertEquals(
                new KnowledgeFilterRequest(null, null),
                new KnowledgeFilterRequest(
                        properties
                                .at("/knowledge_filter/properties/distractors/default")
                                .asInt(),
                        properties
                                .at("/knowledge_filter/properties/seed/default")
                                .asLong()));
    }

    @Test
    void everyFaultOfTheProbesIsFound() throws IOException {
        String schema = "schemas/requests/evaluation.schema.json";
        for (String known : List.of("[]", "[\"attention\"]", "[\"class_losses\",\"attention\"]")) {
            assertEquals(List.of(), ContractFiles.faults(schema, json("{\"probes\":" + known + "}")));
        }
        assertEquals(
                2,
                ContractFiles.faults(schema, json("{\"probes\":[\"entropy\",\"gradients\"]}"))
                        .size());
        assertEquals(
                1,
                ContractFiles.faults(schema, json("{\"probes\":[\"attention\",\"attention\"]}"))
                        .size());
    }

    private static JsonNode json(String text) throws IOException {
        return ContractFiles.mapper().readTree(text);
    }

    private static EvaluationRequest read(String json) throws IOException {
        return ContractFiles.mapper().readValue(json, EvaluationRequest.class);
    }

    private static SuiteRef suite(String id) {
        return new SuiteRef(id, SuiteKind.STANDARD, "mmlu", 1, ArtifactRef.of("x", "0".repeat(64), 1));
    }
}
