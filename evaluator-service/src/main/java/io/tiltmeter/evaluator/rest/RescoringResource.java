package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.application.RescoringService;
import io.tiltmeter.servicekit.rest.BodyInMemory;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Scores stored responses of models again. */
@Path("/api/v1/rescorings")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Rescorings", description = "Stored responses judged again, or by further scorers: no model is needed.")
public class RescoringResource {
    private final RequestReader requests;
    private final RescoringService rescorings;

    public RescoringResource(RequestReader requests, RescoringService rescorings) {
        this.requests = requests;
        this.rescorings = rescorings;
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Score stored responses again",
            description =
                    "Each evaluation that matches is judged by these scorers in their newest versions; outcomes of"
                            + " earlier versions stay. One without the responses that a scorer judges is left alone and counted"
                            + " as unread.")
    @APIResponseSchema(value = RescoringService.Count.class, responseCode = "202")
    public Response rescore(InputStream body) {
        RescoringRequest request = requests.read(body, "rescoring-request", RescoringRequest.class);
        RescoringService.Count count = rescorings.open(request);
        return Response.accepted(count)
                .location(URI.create("/api/v1/evaluations"
                        + request.runId().map(run -> "?run_id=" + run).orElse("")))
                .build();
    }
}
