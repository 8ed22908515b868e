package io.tiltmeter.results.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.imports.HarnessImportResult;
import io.tiltmeter.results.application.imports.RunImportResult;
import io.tiltmeter.results.export.CurveFormat;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.export.mlflow.MlflowExportResult;
import io.tiltmeter.results.rest.comparison.ComparisonResponse;
import io.tiltmeter.results.rest.comparison.ReplicatesResponse;
import io.tiltmeter.results.rest.export.MlflowResource;
import io.tiltmeter.results.rest.item.FlipsResponse;
import io.tiltmeter.results.rest.item.HistoryResponse;
import io.tiltmeter.results.rest.item.OutcomesResponse;
import io.tiltmeter.results.rest.item.OverlapResponse;
import io.tiltmeter.results.rest.run.InversionResponse;
import io.tiltmeter.results.rest.run.KnowledgeResponse;
import io.tiltmeter.results.rest.run.ProbesResponse;
import io.tiltmeter.results.rest.run.RunResource;
import io.tiltmeter.results.rest.run.RunSummaryResponse;
import io.tiltmeter.results.rest.run.ScoreResource;
import io.tiltmeter.results.rest.run.WarningResponse;
import io.tiltmeter.results.rest.study.StudyResource;
import io.tiltmeter.results.rest.study.StudyResponse;
import io.tiltmeter.results.rest.theory.TheoryResource;
import io.tiltmeter.results.theory.TheoryResult;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The worked examples are answers that the service could give. */
class ExamplesTest {
    private static final ObjectMapper STRICT =
            Json.configure(new ObjectMapper()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of("RunResource", "list", "200", "one run", RunResource.RunListResponse.class),
                Arguments.of("RunResource", "list", "400", "two faults", Problem.class),
                Arguments.of("RunResource", "one", "404", "unknown run", Problem.class),
                Arguments.of("RunResource", "annotate", "request", "everything", RunAnnotation.class),
                Arguments.of("RunResource", "annotate", "400", "two faults", Problem.class),
                Arguments.of("CurveResource", "curve", "200", "two checkpoints", RunCurve.class),
                Arguments.of("InversionResource", "inversion", "200", "an inversion", InversionResponse.class),
                Arguments.of("WarningResource", "warning", "200", "inverted", WarningResponse.class),
                Arguments.of("WarningResource", "warning", "400", "three faults", Problem.class),
                Arguments.of("OutcomeResource", "outcomes", "200", "one item", OutcomesResponse.class),
                Arguments.of("KnowledgeResource", "knowledge", "200", "one suite", KnowledgeResponse.class),
                Arguments.of("ScoreResource", "scores", "200", "one of two", ScoreResource.ScoreListResponse.class),
                Arguments.of("ProbeResource", "probes", "200", "one checkpoint", ProbesResponse.class),
                Arguments.of("FlipsResource", "flips", "200", "peak to end", FlipsResponse.class),
                Arguments.of("FlipsResource", "flips", "404", "unknown step", Problem.class),
                Arguments.of("HistoryResource", "history", "200", "two items", HistoryResponse.class),
                Arguments.of("OverlapResource", "overlap", "200", "two seeds", OverlapResponse.class),
                Arguments.of("ComparisonResource", "comparison", "200", "two runs", ComparisonResponse.class),
                Arguments.of("ComparisonResource", "comparison", "400", "two faults", Problem.class),
                Arguments.of("ReplicateResource", "replicates", "200", "three seeds", ReplicatesResponse.class),
                Arguments.of("StudyResource", "list", "200", "one study", StudyResource.StudyListResponse.class),
                Arguments.of("StudyResource", "one", "200", "three of four cells", StudyResponse.class),
                Arguments.of("ReplicateResource", "replicates", "400", "two faults", Problem.class),
                Arguments.of(
                        "ImportResource", "importFile", "201", "a checkpoint of Pythia", HarnessImportResult.class),
                Arguments.of("RunImportResource", "importFile", "201", "labels", RunImportResult.class),
                Arguments.of("MlflowResource", "send", "200", "a new run", MlflowExportResult.class),
                Arguments.of("MlflowResource", "send", "request", "this machine's", MlflowResource.MlflowRequest.class),
                Arguments.of("TopicsResource", "list", "200", "one partition", TopicsResource.TopicsResponse.class),
                Arguments.of("TheoryResource", "run", "200", "the default run", TheoryResult.class),
                Arguments.of("TheoryResource", "run", "400", "two faults", Problem.class),
                Arguments.of(
                        "TheoryResource", "presets", "200", "one of three", TheoryResource.TheoryPresetsResponse.class),
                Arguments.of("WorkResource", "list", "200", "a damaged file", WorkResource.WorkListResponse.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachIsTheJsonOfItsRecordFieldForField(
            String resource, String operation, String part, String name, Class<?> record) throws Exception {
        JsonNode example = OpenApiExamples.value(resource, operation, part, name);
        assertEquals(example, asSent(STRICT.readValue(example.toString(), record)));
    }

    @Test
    void theRunsExampleIsASummaryWithSuitesSettingsAndCheckpoints() throws Exception {
        JsonNode run = OpenApiExamples.value("RunResource", "one", "200", "in training");
        for (String field : List.of("note", "suites", "effective_config", "checkpoints", "imports")) {
            assertTrue(run.has(field), field);
            ((ObjectNode) run).remove(field);
        }
        assertEquals(run, asSent(STRICT.treeToValue(run, RunSummaryResponse.class)));
    }

    @Test
    void theCsvExampleHasTheHeaderOfARealTable() throws Exception {
        RunCurve curve = STRICT.treeToValue(
                OpenApiExamples.value("CurveResource", "curve", "200", "two checkpoints"), RunCurve.class);
        String header =
                CurveFormat.csv(curve, Formulas.GUARDED).lines().findFirst().orElseThrow();
        String shown = OpenApiExamples.text("CurveResource", "curve", "200", "one checkpoint")
                .lines()
                .findFirst()
                .orElseThrow();
        assertEquals(header.replace("standard_consistent_context,standard_open_book,", ""), shown);
    }

    private static JsonNode asSent(Object answer) throws Exception {
        return STRICT.readTree(STRICT.writeValueAsString(answer));
    }
}
