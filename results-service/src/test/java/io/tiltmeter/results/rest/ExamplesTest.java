package io.tiltmeter.results.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.application.imports.ImportView;
import io.tiltmeter.results.application.imports.RunImportView;
import io.tiltmeter.results.export.CurveCsv;
import io.tiltmeter.results.export.mlflow.MlflowView;
import io.tiltmeter.results.rest.comparison.ComparisonExamples;
import io.tiltmeter.results.rest.comparison.ComparisonView;
import io.tiltmeter.results.rest.export.ExportExamples;
import io.tiltmeter.results.rest.export.MlflowResource;
import io.tiltmeter.results.rest.imports.ImportExamples;
import io.tiltmeter.results.rest.item.FlipExamples;
import io.tiltmeter.results.rest.item.FlipsView;
import io.tiltmeter.results.rest.item.HistoryView;
import io.tiltmeter.results.rest.item.OutcomesView;
import io.tiltmeter.results.rest.item.OverlapView;
import io.tiltmeter.results.rest.run.InversionView;
import io.tiltmeter.results.rest.run.KnowledgeView;
import io.tiltmeter.results.rest.run.RunResource;
import io.tiltmeter.results.rest.run.RunSummary;
import io.tiltmeter.results.rest.run.ScoreExamples;
import io.tiltmeter.results.rest.run.ScoreResource;
import io.tiltmeter.results.rest.run.WarningExamples;
import io.tiltmeter.results.rest.run.WarningView;
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
                Arguments.of(Examples.RUNS, RunResource.RunPage.class),
                Arguments.of(Examples.CURVE, CurveView.class),
                Arguments.of(Examples.INVERSION, InversionView.class),
                Arguments.of(WarningExamples.WARNING, WarningView.class),
                Arguments.of(WarningExamples.BAD_RULE, Problem.class),
                Arguments.of(Examples.OUTCOMES, OutcomesView.class),
                Arguments.of(Examples.KNOWLEDGE, KnowledgeView.class),
                Arguments.of(ScoreExamples.SCORES, ScoreResource.ScorePage.class),
                Arguments.of(ImportExamples.IMPORTED, ImportView.class),
                Arguments.of(FlipExamples.FLIPS, FlipsView.class),
                Arguments.of(FlipExamples.HISTORY, HistoryView.class),
                Arguments.of(FlipExamples.OVERLAP, OverlapView.class),
                Arguments.of(FlipExamples.UNKNOWN_STEP, Problem.class),
                Arguments.of(ComparisonExamples.COMPARISON, ComparisonView.class),
                Arguments.of(ComparisonExamples.BAD, Problem.class),
                Arguments.of(ImportExamples.RUN_IMPORTED, RunImportView.class),
                Arguments.of(ExportExamples.MLFLOW, MlflowView.class),
                Arguments.of(ExportExamples.MLFLOW_REQUEST, MlflowResource.MlflowRequest.class),
                Arguments.of(TopicsResource.READ, TopicsResource.TopicsRead.class),
                Arguments.of(Examples.FAILED_WORK, WorkResource.WorkPage.class),
                Arguments.of(Examples.UNKNOWN_RUN, Problem.class),
                Arguments.of(Examples.BAD_PAGING, Problem.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void eachIsTheJsonOfItsRecordFieldForField(String example, Class<?> record) throws Exception {
        JsonNode sent = STRICT.readTree(example);
        assertEquals(sent, asSent(STRICT.readValue(example, record)));
    }

    @Test
    void theRunsExampleIsASummaryWithSuitesSettingsAndCheckpoints() throws Exception {
        JsonNode run = STRICT.readTree(Examples.RUN);
        for (String field : List.of("suites", "effective_config", "checkpoints")) {
            assertTrue(run.has(field), field);
            ((ObjectNode) run).remove(field);
        }
        assertEquals(run, asSent(STRICT.treeToValue(run, RunSummary.class)));
    }

    @Test
    void theCsvExampleHasTheHeaderOfARealTable() throws Exception {
        CurveView curve = STRICT.readValue(Examples.CURVE, CurveView.class);
        String header = CurveCsv.of(curve).lines().findFirst().orElseThrow();
        String shown = Examples.CSV.lines().findFirst().orElseThrow();
        assertEquals(header.replace("standard_consistent_context,standard_open_book,", ""), shown);
    }

    private static JsonNode asSent(Object answer) throws Exception {
        return STRICT.readTree(STRICT.writeValueAsString(answer));
    }
}
