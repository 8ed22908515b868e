package io.tiltmeter.evaluator.api;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.store.EvaluationRow;
import io.tiltmeter.evaluator.store.EvaluationTable;
import io.tiltmeter.servicekit.request.Conflict;
import io.tiltmeter.servicekit.request.NotFound;
import io.tiltmeter.servicekit.request.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows evaluations, and drives failed ones again. An evaluation's id is its path. */
@Path("/api/v1/evaluations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Evaluations", description = "A checkpoint asked a suite: created by events, not by requests.")
public class EvaluationResource {
    private static final String ID = "{run_id}/{step: \\d{1,9}}/{suite_id}/{scorer}";

    @Inject
    EvaluationTable table;

    @Inject
    EvaluatorWorker worker;

    @GET
    @Operation(summary = "List evaluations, the newest first, with counts over all of them")
    @Parameter(
            name = "status",
            description = "Only those that stand there",
            schema = @Schema(type = SchemaType.STRING, implementation = WorkStatus.class),
            example = "failed")
    @Parameter(name = "run_id", description = "Only those of this run, counts too", example = "lab-20-full")
    @Parameter(name = "limit", description = "Most evaluations on the page, 1 to 500; 50 by default", example = "1")
    @Parameter(name = "offset", description = "Evaluations to leave out before the page", example = "0")
    @APIResponse(
            responseCode = "200",
            description = "The page",
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationPage.class),
                            examples = @ExampleObject(name = "page", value = EvaluationExamples.PAGE)))
    @APIResponse(responseCode = "400", description = "A parameter is wrong; every fault is named")
    public EvaluationPage list(
            @QueryParam("status") String status,
            @QueryParam("run_id") String runId,
            @QueryParam("limit") String limit,
            @QueryParam("offset") String offset) {
        PageQuery query = PageQuery.read(status, PageQuery.Owner.RUN, runId, limit, offset);
        List<EvaluationView> evaluations =
                table.list(query.status().map(WorkStatus::work), query.owner(), query.limit(), query.offset()).stream()
                        .map(EvaluationView::of)
                        .toList();
        return EvaluationPage.of(table.count(query.owner()), query.limit(), query.offset(), evaluations);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show one evaluation")
    @APIResponse(
            responseCode = "200",
            description = "The evaluation",
            content =
                    @Content(
                            schema = @Schema(implementation = EvaluationView.class),
                            examples = @ExampleObject(name = "failed", value = EvaluationExamples.FAILED)))
    @APIResponse(responseCode = "404", description = "There is no such evaluation")
    public EvaluationView show(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("scorer") String scorer) {
        return EvaluationView.of(find(EvaluationTask.id(runId, step, suiteId, scorer)));
    }

    @POST
    @Path(ID + "/retry")
    @Operation(summary = "Drive a failed evaluation again, with all its attempts")
    @APIResponse(
            responseCode = "202",
            description = "It waits for a replica; Location shows how it goes on",
            content = @Content(schema = @Schema(implementation = EvaluationView.class)))
    @APIResponse(responseCode = "404", description = "There is no such evaluation")
    @APIResponse(
            responseCode = "409",
            description = "It has not failed",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "done", value = EvaluationExamples.NOT_FAILED)))
    public Response retry(
            @PathParam("run_id") String runId,
            @PathParam("step") int step,
            @PathParam("suite_id") String suiteId,
            @PathParam("scorer") String scorer) {
        String id = EvaluationTask.id(runId, step, suiteId, scorer);
        if (!table.retry(id)) {
            WorkStatus status = WorkStatus.of(find(id).work().status());
            throw new Conflict("evaluation " + id + " is " + status.text() + "; only a failed one can be retried");
        }
        worker.kick();
        return Response.accepted(EvaluationView.of(find(id)))
                .location(URI.create("/api/v1/evaluations/" + id))
                .build();
    }

    private EvaluationRow find(String id) {
        return table.find(id).orElseThrow(() -> new NotFound("evaluation", id, knownIds()));
    }

    private List<String> knownIds() {
        return table.list(Optional.empty(), Optional.empty(), 20, 0).stream()
                .map(row -> row.task().id())
                .toList();
    }
}
