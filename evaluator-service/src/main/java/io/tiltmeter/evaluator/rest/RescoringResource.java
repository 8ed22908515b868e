package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.application.RescoringService;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Judges again what was read of models. */
@Path("/api/v1/rescorings")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "RescoringService", description = "Stored answers judged again, or by further rules: no model is asked.")
public class RescoringResource {
    private static final String REQUEST = """
            {"scorers": ["contains", "first_mention"], "run_id": "lab-20-full"}
            """;
    private static final String ANSWER = """
            {"evaluations": 54, "queued": 27, "up_to_date": 25, "unread": 2}
            """;

    private final RequestReader requests;
    private final RescoringService rescorings;

    public RescoringResource(RequestReader requests, RescoringService rescorings) {
        this.requests = requests;
        this.rescorings = rescorings;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Judge stored answers again",
            description = "Each evaluation that matches is judged by these rules in their newest versions; outcomes of"
                    + " earlier versions stay. One whose answers, or likelihoods, were never read is left alone and"
                    + " counted as unread.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = RescoringRequest.class),
                            examples = @ExampleObject(name = "two scorers of a run", value = REQUEST)))
    @APIResponse(
            responseCode = "202",
            description = "What is to be judged waits for a replica; Location lists the evaluations",
            content =
                    @Content(
                            schema = @Schema(implementation = RescoringService.Count.class),
                            examples = @ExampleObject(name = "counts", value = ANSWER)))
    @APIResponse(
            responseCode = "400",
            description = "A field is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response rescore(InputStream body) {
        RescoringRequest request = requests.read(body, "rescoring-request", RescoringRequest.class);
        RescoringService.Count count = rescorings.open(request);
        return Response.accepted(count)
                .location(URI.create("/api/v1/evaluations"
                        + request.runId().map(run -> "?run_id=" + run).orElse("")))
                .build();
    }
}
