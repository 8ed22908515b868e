package io.tiltmeter.trainer.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.trainer.application.RunIntake;
import io.tiltmeter.trainer.application.RunLedger;
import io.tiltmeter.trainer.application.TrainingWorker;
import io.tiltmeter.trainer.persistence.CheckpointTable;
import io.tiltmeter.trainer.persistence.LossTable;
import io.tiltmeter.trainer.persistence.NewRun;
import io.tiltmeter.trainer.persistence.RunTable;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

/** Runs: start one, watch it train, stop it, drive it again. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "Training a model on a mixture, checkpoint by checkpoint.")
public class RunResource {
    private final RunIntake intake;
    private final Transactions transactions;
    private final RunLedger ledger;
    private final TrainingWorker worker;

    public RunResource(RunIntake intake, Transactions transactions, RunLedger ledger, TrainingWorker worker) {
        this.intake = intake;
        this.transactions = transactions;
        this.ledger = ledger;
        this.worker = worker;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a run",
            description = "What it names may still be being built or trained: the run waits for it. Its id is run_name,"
                    + " or run_name with a number if that is taken.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = RunRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "finetuning",
                                        summary = "Finetune another run's model, and evaluate every checkpoint",
                                        value = OpenApiExamples.FINETUNING),
                                @ExampleObject(
                                        name = "fresh model",
                                        summary = "Pretrain the base model of the default study",
                                        value = OpenApiExamples.FRESH_MODEL),
                                @ExampleObject(
                                        name = "model folder",
                                        summary = "Train queries and keys of a Hugging Face model",
                                        value = OpenApiExamples.MODEL_FOLDER),
                                @ExampleObject(
                                        name = "adapters",
                                        summary = "Train LoRA adapters beside a Hugging Face model, in bfloat16",
                                        value = OpenApiExamples.ADAPTERS),
                                @ExampleObject(
                                        name = "early stopping",
                                        summary = "End the run when reliance on the context is well below its best",
                                        value = OpenApiExamples.EARLY_STOPPING)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is accepted: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = RunUpdated.class),
                            examples = @ExampleObject(name = "waiting", value = OpenApiExamples.WAITING)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once, and nothing was started",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "three faults", value = OpenApiExamples.THREE_FAULTS)))
    @APIResponse(responseCode = "409", description = "The Idempotency-Key was used for another request")
    public Response start(
            InputStream body,
            @Parameter(description = "repeated with the same request, it names the same run", example = "6f1c0d9e")
                    @HeaderParam("Idempotency-Key")
                    Optional<String> idempotencyKey) {
        NewRun request = new NewRun(intake.read(body), idempotencyKey.filter(key -> !key.isBlank()));
        StoredRun run = transactions.run(handle -> ledger.accept(handle, request));
        worker.wake();
        return accepted(run);
    }

    @GET
    @Operation(summary = "List runs, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = RunAnswers.RunPage.class)))
    public RunAnswers.RunPage list(
            @Parameter(description = "waiting, queued, training, completed, failed or cancelled", example = "training")
                    @QueryParam("status")
                    Optional<String> status,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") Optional<String> limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") Optional<String> offset) {
        Optional<RunStatus> wanted = PageRequest.status(status);
        PageRequest page = PageRequest.ofRuns(limit, offset);
        return transactions.run(handle -> new RunAnswers.RunPage(
                RunTable.list(handle, wanted, page.limit(), page.offset()).stream()
                        .map(StoredRun::toEvent)
                        .toList(),
                RunTable.count(handle, wanted),
                page.limit(),
                page.offset()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: where it stands, how fast it goes, when it will end, and every setting in force")
    @APIResponse(
            responseCode = "200",
            description = "The run",
            content =
                    @Content(
                            schema = @Schema(implementation = RunUpdated.class),
                            examples = @ExampleObject(name = "training", value = OpenApiExamples.TRAINING)))
    @APIResponse(
            responseCode = "404",
            description = "There is none of this id",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "unknown", value = OpenApiExamples.NO_SUCH_RUN)))
    public RunUpdated one(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return transactions.run(handle -> find(handle, id)).toEvent();
    }

    @GET
    @Path("{id}/losses")
    @Operation(summary = "The loss history: loss, learning rate and gradient norm of every step")
    @APIResponse(
            responseCode = "200",
            description = "Steps in order",
            content =
                    @Content(
                            schema = @Schema(implementation = RunAnswers.LossHistory.class),
                            examples = @ExampleObject(name = "two steps", value = OpenApiExamples.LOSSES)))
    @APIResponse(responseCode = "404", description = "There is no run of this id")
    public RunAnswers.LossHistory losses(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "only steps after this one", example = "0") @QueryParam("after_step")
                    Optional<String> afterStep,
            @Parameter(description = "1 to 100000", example = "10000") @QueryParam("limit") Optional<String> limit) {
        PageRequest page = PageRequest.ofLosses(limit, afterStep);
        return transactions.run(handle -> new RunAnswers.LossHistory(
                find(handle, id).id(), LossTable.list(handle, id, page.offset(), page.limit())));
    }

    @GET
    @Path("{id}/checkpoints")
    @Operation(summary = "The checkpoints that are planned and those that are saved")
    @APIResponse(
            responseCode = "200",
            description = "Checkpoints in order",
            content =
                    @Content(
                            schema = @Schema(implementation = RunAnswers.CheckpointList.class),
                            examples = @ExampleObject(name = "one saved", value = OpenApiExamples.CHECKPOINTS)))
    @APIResponse(responseCode = "404", description = "There is no run of this id")
    public RunAnswers.CheckpointList checkpoints(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return transactions.run(handle -> new RunAnswers.CheckpointList(
                id,
                find(handle, id).plannedCheckpoints(),
                CheckpointTable.list(handle, id).stream()
                        .map(RunAnswers.SavedCheckpoint::of)
                        .toList()));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            summary = "Stop a run for good",
            description = "It takes no further step; its checkpoints stay. Runs that wait for it fail.")
    @APIResponse(
            responseCode = "202",
            description = "It is cancelled",
            content = @Content(schema = @Schema(implementation = RunUpdated.class)))
    @APIResponse(responseCode = "404", description = "There is no run of this id")
    @APIResponse(responseCode = "409", description = "It has ended already")
    public Response cancel(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        StoredRun run = transactions.run(handle -> ledger.cancel(handle, id));
        worker.cancelled(id);
        return accepted(run);
    }

    @POST
    @Path("{id}/retry")
    @Operation(summary = "Drive a failed run again", description = "It goes on from its newest checkpoint.")
    @APIResponse(
            responseCode = "202",
            description = "It waits, or is queued",
            content = @Content(schema = @Schema(implementation = RunUpdated.class)))
    @APIResponse(responseCode = "404", description = "There is no run of this id")
    @APIResponse(
            responseCode = "409",
            description = "It has not failed",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "completed", value = OpenApiExamples.NOT_FAILED)))
    public Response retry(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        StoredRun run = transactions.run(handle -> ledger.retry(handle, id));
        worker.wake();
        return accepted(run);
    }

    private static Response accepted(StoredRun run) {
        return Response.accepted(run.toEvent())
                .location(URI.create("/api/v1/runs/" + run.id()))
                .build();
    }

    private static StoredRun find(Handle handle, String id) {
        return RunTable.find(handle, id).orElseThrow(() -> new NotFound("run", id, RunTable.ids(handle)));
    }
}
