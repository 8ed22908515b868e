package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.request.JudgeCalibrationRequest;
import io.tiltmeter.evaluator.application.judge.JudgeService;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how far the judge agrees with people. */
@Path("/api/v1/judge")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Judge", description = "A language model elsewhere that judges what rules cannot tell; off by default.")
public class JudgeResource {
    private final RequestReader requests;
    private final JudgeService judge;

    public JudgeResource(RequestReader requests, JudgeService judge) {
        this.requests = requests;
        this.judge = judge;
    }

    @POST
    @BodyInMemory
    @Path("calibrations")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Compare the judge with a person on labelled texts",
            description =
                    "The judge reads each text once, however often it is sent. The response waits for all of them.")
    public CalibrationResponse calibrate(InputStream body) {
        JudgeCalibrationRequest request =
                requests.read(body, "judge-calibration-request", JudgeCalibrationRequest.class);
        return new CalibrationResponse(judge.id().fileName(), judge.calibrate(request.texts()));
    }
}
