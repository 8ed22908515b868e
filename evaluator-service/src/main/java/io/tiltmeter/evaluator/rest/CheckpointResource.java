package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.request.CheckpointRequest;
import io.tiltmeter.evaluator.adoption.FoundCheckpoint;
import io.tiltmeter.evaluator.application.AdoptionService;
import io.tiltmeter.evaluator.application.CheckpointRequestReader;
import io.tiltmeter.evaluator.application.CheckpointRequestReader.Adoption;
import io.tiltmeter.evaluator.application.EvaluatorWorker;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Adopts checkpoints that another trainer wrote, and shows how far that is. */
@Path("/api/v1/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Checkpoints", description = "Checkpoints from elsewhere: copied into the artifact store, then evaluated.")
public class CheckpointResource {
    private static final String ID = "{run_id}/{step: \\d{1,9}}";

    private final CheckpointRequestReader requests;
    private final AdoptionService adoptions;
    private final EvaluatorWorker worker;

    public CheckpointResource(CheckpointRequestReader requests, AdoptionService adoptions, EvaluatorWorker worker) {
        this.requests = requests;
        this.adoptions = adoptions;
        this.worker = worker;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Adopt checkpoints from elsewhere",
            description = "A Hugging Face folder, a peft adapter on its base, a Trainer's directory of checkpoint-N"
                    + " folders, or what a training hook sends. The folders are looked at first: one that cannot be"
                    + " evaluated is refused with every fault. Sent twice, it changes nothing.")
    @Parameter(name = "run_id", description = "As the field, for a hook whose payload lacks it", example = "trl-sft")
    @Parameter(name = "template", description = "As the field", example = "tulu")
    @Parameter(name = "suites", description = "As the field, with commas", example = "world-facts,lab-conflict-20")
    @Parameter(name = "base", description = "As the field", example = "llama-2-7b")
    @Parameter(name = "include_base", description = "As the field", example = "true")
    @Parameter(name = "total_steps", description = "As the field", example = "2000")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CheckpointRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "folder",
                                        summary = "One checkpoint of a whole model",
                                        value = CheckpointExamples.FOLDER),
                                @ExampleObject(
                                        name = "adapter",
                                        summary = "A peft adapter beside its base, which becomes step 0",
                                        value = CheckpointExamples.ADAPTER),
                                @ExampleObject(
                                        name = "directory",
                                        summary = "Every checkpoint-N of a Trainer's output_dir",
                                        value = CheckpointExamples.DIRECTORY),
                                @ExampleObject(
                                        name = "hook",
                                        summary = "What a training hook sends after each save",
                                        value = CheckpointExamples.HOOK)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "Queued: Location shows how it goes on",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = QueuedCheckpointsResponse.class),
                            examples = @ExampleObject(name = "queued", value = CheckpointExamples.QUEUED)))
    @APIResponse(
            responseCode = "400",
            description = "The request or a folder is not valid: every fault at once, and nothing was started",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "two faults", value = CheckpointExamples.FAULTS)))
    @APIResponse(responseCode = "409", description = "The step was adopted from another folder")
    public Response adopt(InputStream body, @Context UriInfo uri) {
        Adoption accepted = requests.read(RequestedRun.with(RequestReader.parse(body), uri.getQueryParameters()));
        String runId = accepted.run().runId();
        adoptions.accept(accepted.run(), accepted.plan());
        worker.wake();
        List<CheckpointResponse> checkpoints = accepted.plan().checkpoints().stream()
                .map(FoundCheckpoint::step)
                .map(step -> CheckpointResponse.of(adoptions.find(runId, step)))
                .toList();
        String place = checkpoints.size() == 1
                ? "/api/v1/checkpoints/" + checkpoints.get(0).id()
                : "/api/v1/checkpoints?run_id=" + runId;
        return Response.accepted(new QueuedCheckpointsResponse(
                        runId,
                        QueuedCheckpointsResponse.QUEUED,
                        checkpoints,
                        accepted.plan().notes()))
                .location(URI.create(place))
                .build();
    }

    @GET
    @Operation(summary = "List checkpoints from elsewhere, the newest first, with counts over all of them")
    @Parameter(
            name = "status",
            description = "Only those that stand there",
            schema = @Schema(type = SchemaType.STRING, implementation = WorkStatus.class),
            example = "failed")
    @Parameter(name = "run_id", description = "Only those of this run, counts too", example = "trl-sft")
    @Parameter(name = "limit", description = "Most checkpoints on the page, 1 to 500; 50 by default", example = "1")
    @Parameter(name = "offset", description = "Checkpoints to leave out before the page", example = "0")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content =
                    @Content(
                            schema = @Schema(implementation = CheckpointPage.class),
                            examples = @ExampleObject(name = "page", value = CheckpointExamples.PAGE)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; every fault is named")
    public CheckpointPage list(
            @QueryParam("status") String status,
            @QueryParam("run_id") String runId,
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset) {
        PageQuery query = PageQuery.read(status, PageQuery.Owner.ADOPTED_RUN, runId, limit, offset);
        List<CheckpointResponse> checkpoints =
                adoptions
                        .list(query.status().map(WorkStatus::work), query.owner(), query.limit(), query.offset())
                        .stream()
                        .map(CheckpointResponse::of)
                        .toList();
        return CheckpointPage.of(adoptions.count(query.owner()), query.limit(), query.offset(), checkpoints);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one checkpoint from elsewhere")
    @APIResponse(
            responseCode = "200",
            description = "The checkpoint",
            content = @Content(schema = @Schema(implementation = CheckpointResponse.class)))
    @APIResponse(responseCode = "404", description = "There is no such checkpoint")
    public CheckpointResponse show(@PathParam("run_id") String runId, @PathParam("step") int step) {
        return CheckpointResponse.of(adoptions.find(runId, step));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Try a checkpoint again that was given up, with all its attempts")
    @APIResponse(
            responseCode = "202",
            description = "It waits for a replica; Location shows how it goes on",
            content = @Content(schema = @Schema(implementation = CheckpointResponse.class)))
    @APIResponse(responseCode = "404", description = "There is no such checkpoint")
    @APIResponse(
            responseCode = "409",
            description = "It was not given up",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "done", value = CheckpointExamples.NOT_FAILED)))
    public Response retry(@PathParam("run_id") String runId, @PathParam("step") int step) {
        String id = runId + "/" + step;
        if (!adoptions.retry(runId, step)) {
            WorkStatus status = WorkStatus.of(adoptions.find(runId, step).work().status());
            throw new Conflict("checkpoint " + id + " is " + status.text() + "; only a failed one can be retried");
        }
        worker.wake();
        return Response.accepted(CheckpointResponse.of(adoptions.find(runId, step)))
                .location(URI.create("/api/v1/checkpoints/" + id))
                .build();
    }
}
