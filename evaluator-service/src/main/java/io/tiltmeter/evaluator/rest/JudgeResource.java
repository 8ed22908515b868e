package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest;
import io.tiltmeter.evaluator.application.judge.JudgeService;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
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

    private final RequestReader requests;
    private final JudgeService judge;

    public JudgeResource(RequestReader requests, JudgeService judge) {
        this.requests = requests;
        this.judge = judge;
    }

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
            content = @Content(schema = @Schema(implementation = CalibrationResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "A field is not valid, or no judge is set up",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public CalibrationResponse calibrate(InputStream body) {
        JudgeCalibrationRequest request =
                requests.read(body, "judge-calibration-request", JudgeCalibrationRequest.class);
        return CalibrationResponse.of(judge.id().fileName(), judge.calibrate(request.texts()));
    }
}
