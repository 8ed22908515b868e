package io.tiltmeter.evaluator.api.judge;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.evaluator.scorer.AnswerLabel;
import io.tiltmeter.evaluator.scorer.JudgeCalibration;
import io.tiltmeter.evaluator.scorer.JudgeScorer;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the judge may be trusted. */
@Path("/api/v1/judge")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Judge", description = "A language model elsewhere that judges what rules cannot tell; off by default.")
public class JudgeResource {
    private static final String REQUEST = """
            {"texts": [
              {"generated": "It is Lyon, not Paris.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "context"},
              {"generated": "I do not know.", "context_answer": "Lyon", "memory_answer": "Paris", "label": "other"}]}
            """;

    @Inject
    RequestReader requests;

    @Inject
    Judging judging;

    @POST
    @Path("calibrations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Compare the judge with a person on labelled texts",
            description = "The judge is asked each text once, whoever asks again. The answer waits for all of them.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = JudgeCalibrationRequest.class),
                            examples = @ExampleObject(name = "two texts", value = REQUEST)))
    @APIResponse(
            responseCode = "200",
            description = "Agreement, Cohen's kappa and the confusion table",
            content = @Content(schema = @Schema(implementation = CalibrationView.class)))
    @APIResponse(
            responseCode = "400",
            description = "A field is not valid, or no judge is set up",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CalibrationView calibrate(InputStream body) {
        JudgeCalibrationRequest request =
                requests.read(body, "judge-calibration-request", JudgeCalibrationRequest.class);
        JudgeScorer judge = scorer();
        List<JudgeCalibration.LabelledText> labelled = new ArrayList<>();
        for (JudgeCalibrationRequest.LabelledText text : request.texts()) {
            labelled.add(new JudgeCalibration.LabelledText(
                    AnswerLabel.valueOf(text.label().toUpperCase(Locale.ROOT)),
                    AnswerLabel.of(judge.score(item(labelled.size(), text), List.of(text.generated())))));
        }
        return CalibrationView.of(judging.id().fileName(), JudgeCalibration.of(labelled));
    }

    private JudgeScorer scorer() {
        try {
            return judging.scorer();
        } catch (IllegalArgumentException notSetUp) {
            throw new InvalidRequest(List.of(new Fault(
                    "judge", "", "is set up", "give the evaluators tiltmeter.judge.url and tiltmeter.judge.model")));
        }
    }

    private static SuiteItem item(int place, JudgeCalibrationRequest.LabelledText text) {
        String id = "labelled-" + place;
        return new SuiteItem(
                id, id, "", "?", text.contextAnswer(), text.memoryAnswer(), List.of(), List.of(), List.of());
    }
}
