package io.tiltmeter.evaluator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.tiltmeter.evaluator.adoption.AdoptionPlan.FoundCheckpoint;
import io.tiltmeter.evaluator.application.AdoptionService;
import io.tiltmeter.evaluator.application.CheckpointConfig;
import io.tiltmeter.evaluator.application.CheckpointRequestReader;
import io.tiltmeter.evaluator.application.CheckpointRequestReader.Adoption;
import io.tiltmeter.evaluator.application.DeletionService;
import io.tiltmeter.evaluator.rest.WorkParameters.WorkQuery;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.EventWait;
import io.tiltmeter.servicekit.rest.QueryFlag;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Adopts checkpoints that another trainer wrote, and shows their progress. */
@Path("/api/v1/checkpoints")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(
        name = "Checkpoints",
        description =
                "Checkpoints from elsewhere: copied into the artifact store or referred to there, then evaluated.")
public class CheckpointResource {
    private static final String ID = "{run_id}/{step: \\d{1,9}}";

    /** Parameters whose fields are true or false. */
    private static final Set<String> BOOLEANS = Set.of("include_base", "complete", "in_progress", "copy");

    private final EventWait events = new EventWait();
    private final CheckpointConfig config;
    private final CheckpointRequestReader requests;
    private final AdoptionService adoptions;
    private final DeletionService deletions;
    private final Workers workers;

    public CheckpointResource(
            CheckpointRequestReader requests,
            AdoptionService adoptions,
            DeletionService deletions,
            CheckpointConfig config,
            Workers workers) {
        this.deletions = deletions;
        this.config = config;
        this.requests = requests;
        this.adoptions = adoptions;
        this.workers = workers;
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Adopt checkpoints from elsewhere",
            description = "A Hugging Face folder, a peft adapter on its base, a Trainer's directory of checkpoint-N"
                    + " folders, or what a training hook sends: save for each checkpoint, end when its trainer is done. The folders are checked first: one that cannot be"
                    + " evaluated is refused with every fault. Sent twice, it changes nothing.")
    @Parameter(name = "run_id", description = "As the field, for a hook whose payload lacks it", example = "trl-sft")
    @Parameter(name = "template", description = "As the field", example = "tulu")
    @Parameter(name = "suites", description = "As the field, with commas", example = "world-facts,lab-conflict-20")
    @Parameter(name = "base", description = "As the field", example = "llama-2-7b")
    @Parameter(name = "include_base", description = "As the field", example = "true")
    @Parameter(name = "total_steps", description = "As the field", example = "2000")
    @Parameter(name = "complete", description = "As the field", example = "true")
    @Parameter(name = "in_progress", description = "As the field", example = "true")
    @Parameter(name = "copy", description = "As the field", example = "false")
    @APIResponseSchema(value = QueuedCheckpointsResponse.class, responseCode = "202")
    @Blocking
    public Uni<Response> adopt(InputStream body, @Context UriInfo uri) {
        JsonNode request = withParameters(RequestReader.parse(body), uri.getQueryParameters());
        return events.answer(
                () -> CheckpointRequestReader.isEnd(request) ? end(request) : adopt(requests.read(request)),
                config.suiteTimeout());
    }

    private Response end(JsonNode request) {
        String runId = requests.readEnd(request).runId();
        int last = adoptions.end(runId);
        return Response.accepted(QueuedCheckpointsResponse.ended(runId, last))
                .location(URI.create("/api/v1/checkpoints?run_id=" + runId))
                .build();
    }

    private Response adopt(Adoption accepted) {
        String runId = accepted.runId();
        accepted.run().ifPresent(run -> adoptions.accept(run, accepted.plan()));
        workers.wake();
        List<Integer> steps = accepted.plan().checkpoints().stream()
                .map(FoundCheckpoint::step)
                .toList();
        List<CheckpointResponse> checkpoints =
                adoptions.at(runId, steps).stream().map(CheckpointResponse::of).toList();
        String location = checkpoints.size() == 1
                ? "/api/v1/checkpoints/" + checkpoints.get(0).id()
                : "/api/v1/checkpoints?run_id=" + runId;
        return Response.accepted(QueuedCheckpointsResponse.of(accepted, checkpoints))
                .location(URI.create(location))
                .build();
    }

    /** The request with the parameters as further fields, so that a hook's payload need not carry them; its own fields win. */
    private static JsonNode withParameters(JsonNode body, MultivaluedMap<String, String> parameters) {
        if (!(body instanceof ObjectNode fields)) {
            return body;
        }
        ObjectNode whole = fields.deepCopy();
        parameters.forEach((name, values) -> {
            if (!whole.has(name)) {
                add(whole, name, values);
            }
        });
        return whole;
    }

    private static void add(ObjectNode fields, String name, List<String> values) {
        String value = values.get(0);
        if (name.equals("suites")) {
            ArrayNode suites = fields.putArray(name);
            values.forEach(list -> List.of(list.split(",")).forEach(suite -> suites.add(suite.strip())));
        } else if (BOOLEANS.contains(name) && (value.equals("true") || value.equals("false"))) {
            fields.put(name, value.equals("true"));
        } else if (name.equals("total_steps") && value.matches("[0-9]{1,9}")) {
            fields.put(name, Integer.parseInt(value));
        } else {
            fields.put(name, value);
        }
    }

    @GET
    @Operation(summary = "List checkpoints from elsewhere, the newest first, with counts over all of them")
    public CheckpointListResponse list(
            @BeanParam WorkParameters parameters,
            @Parameter(description = "Only those of this run, counts too", example = "trl-sft") @QueryParam("run_id")
                    String runId) {
        WorkQuery query = parameters.query("run_id", runId, "of a run whose checkpoints were sent here");
        List<CheckpointResponse> page = adoptions.list(query.status(), query.owner(), query.page()).stream()
                .map(CheckpointResponse::of)
                .toList();
        return new CheckpointListResponse(WorkSummary.of(adoptions.count(query.owner()), query.page()), page);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one checkpoint from elsewhere")
    public CheckpointResponse show(@PathParam("run_id") String runId, @PathParam("step") int step) {
        return CheckpointResponse.of(adoptions.find(runId, step));
    }

    @DELETE
    @Path("{run_id}")
    @Operation(
            summary = "Delete a run whose checkpoints came from elsewhere",
            description =
                    "With its evaluations and the stored copies of its checkpoints, and by the event run-deleted everywhere else: its"
                            + " outcomes and curves. Copies that another run has too stay. What is open of it is given up. The"
                            + " folders that the checkpoints came from are not changed. Its id is not given again.")
    public Deletion delete(
            @Parameter(example = "trl-sft") @PathParam("run_id") String runId,
            @Parameter(description = "Whether the response only says what would be deleted", example = "true")
                    @QueryParam("dry_run")
                    String dryRun) {
        return deletions.deleteAdopted(runId, QueryFlag.of("dry_run", dryRun));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Retry a checkpoint that was given up, with all its attempts")
    @APIResponseSchema(value = CheckpointResponse.class, responseCode = "202")
    public Response retry(@PathParam("run_id") String runId, @PathParam("step") int step) {
        String id = runId + "/" + step;
        if (!adoptions.retry(runId, step)) {
            throw show(runId, step).status().notFailed("checkpoint " + id);
        }
        workers.wake();
        return Response.accepted(show(runId, step))
                .location(URI.create("/api/v1/checkpoints/" + id))
                .build();
    }
}
