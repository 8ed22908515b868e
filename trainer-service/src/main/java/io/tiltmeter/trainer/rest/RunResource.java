package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.RunUpdated;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.rest.QueryFlag;
import io.tiltmeter.servicekit.rest.QueryNumber;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.application.DeletionService;
import io.tiltmeter.trainer.application.RunService;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs: start one, watch it train, stop it, retry it, delete it. */
@Path("/api/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Runs", description = "Training a model on a mixture, checkpoint by checkpoint.")
public class RunResource {
    private static final int RUNS_BY_DEFAULT = 50;
    private static final int LOSSES_BY_DEFAULT = 10_000;
    private static final int MAX_LOSSES = 100_000;
    private static final int MAX_KEY_LENGTH = 255;

    private final RunService runs;
    private final DeletionService deletions;

    public RunResource(RunService runs, DeletionService deletions) {
        this.runs = runs;
        this.deletions = deletions;
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a run",
            description =
                    "What it names may still be being built or trained, or come later: the run waits for it, and its"
                            + " reason says for what. Mixture and suites are those of their names when the last of them became"
                            + " ready. Its id is run_name, or run_name with a number if that is taken. The same request is"
                            + " the same run, and not started again, unless it has a new Idempotency-Key.")
    @APIResponseSchema(responseCode = "202", value = RunUpdated.class)
    public Response start(
            InputStream body,
            @Parameter(
                            description =
                                    "repeated with the same request, it names the same run; a new one starts another",
                            example = "6f1c0d9e")
                    @HeaderParam("Idempotency-Key")
                    Optional<String> idempotencyKey) {
        Optional<String> key = idempotencyKey.filter(sent -> !sent.isBlank());
        key.filter(sent -> sent.length() > MAX_KEY_LENGTH).ifPresent(sent -> {
            throw new InvalidRequest(List.of(new Fault(
                    "Idempotency-Key",
                    sent,
                    "at most " + MAX_KEY_LENGTH + " characters",
                    "send a short key, such as a UUID")));
        });
        return accepted(runs.start(RequestReader.parse(body), key));
    }

    @GET
    @Operation(summary = "List runs, the newest first")
    public RunListResponse list(
            @Parameter(description = "waiting, queued, training, completed, failed or cancelled", example = "training")
                    @QueryParam("status")
                    Optional<String> status,
            @BeanParam PageParameters parameters) {
        List<Fault> faults = new ArrayList<>();
        Optional<RunStatus> only = status(status, faults);
        Page page = parameters.page(RUNS_BY_DEFAULT, Page.MAX_LIMIT, faults);
        refuse(faults);
        RunService.RunList list = runs.list(only, page);
        return new RunListResponse(
                list.runs().stream().map(StoredRun::toEvent).toList(), list.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: its status, how fast it goes, when it will end, and every setting in force")
    public RunUpdated get(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return runs.find(id).toEvent();
    }

    @GET
    @Path("{id}/losses")
    @Operation(summary = "The loss history: loss, learning rate and gradient norm of every step")
    public LossHistoryResponse losses(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "only steps after this one", example = "0") @QueryParam("after_step")
                    String afterStep,
            @Parameter(description = "1 to 100000", example = "10000") @QueryParam("limit") String limit) {
        List<Fault> faults = new ArrayList<>();
        int steps = QueryNumber.of("limit", limit, LOSSES_BY_DEFAULT, 1, MAX_LOSSES, faults);
        int after = QueryNumber.of("after_step", afterStep, 0, 0, Integer.MAX_VALUE, faults);
        refuse(faults);
        return new LossHistoryResponse(id, runs.losses(id, after, steps));
    }

    @GET
    @Path("{id}/checkpoints")
    @Operation(summary = "The checkpoints that are planned and those that are saved")
    public CheckpointListResponse checkpoints(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return CheckpointListResponse.of(runs.find(id), runs.checkpoints(id));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            summary = "Stop a run for good",
            description = "It takes no further step; its checkpoints stay. Runs that wait for it fail.")
    @APIResponseSchema(responseCode = "202", value = RunUpdated.class)
    public Response cancel(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return accepted(runs.cancel(id));
    }

    @POST
    @Path("{id}/retry")
    @Operation(summary = "Retry a failed run", description = "It continues from its newest checkpoint.")
    @APIResponseSchema(responseCode = "202", value = RunUpdated.class)
    public Response retry(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return accepted(runs.retry(id));
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Delete a run that has ended",
            description =
                    "With its checkpoints and losses, and by the event run-deleted everywhere else: its evaluations, outcomes and"
                            + " curves. A run that a study has, or that another run still starts from, is not deleted. Its id is"
                            + " not given again. Mixtures and suites stay.")
    public Deletion delete(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "Whether the response only says what would be deleted", example = "true")
                    @QueryParam("dry_run")
                    String dryRun) {
        return deletions.deleteRun(id, QueryFlag.of("dry_run", dryRun));
    }

    private static Response accepted(StoredRun run) {
        return Response.accepted(run.toEvent())
                .location(URI.create("/api/v1/runs/" + run.id()))
                .build();
    }

    private static Optional<RunStatus> status(Optional<String> name, List<Fault> faults) {
        Optional<String> wanted = name.filter(text -> !text.isBlank());
        Optional<RunStatus> status = wanted.flatMap(text -> Arrays.stream(RunStatus.values())
                .filter(known -> known.name().equalsIgnoreCase(text))
                .findFirst());
        if (wanted.isPresent() && status.isEmpty()) {
            String known = Arrays.stream(RunStatus.values())
                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            faults.add(new Fault("status", wanted.get(), "is not one of " + known, "leave it out for all"));
        }
        return status;
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
