package io.tiltmeter.evaluator.rest;

import io.smallrye.common.annotation.Blocking;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.RescoringRequest;
import io.tiltmeter.evaluator.application.AgreementService;
import io.tiltmeter.servicekit.rest.QueryNumber;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Whether scorers give the same answers the same labels. */
@Path("/api/v1/agreement")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Agreement", description = "Whether scorers give the same items the same labels, and where they do not.")
public class AgreementResource {
    private static final int DEFAULT_LISTED = 20;
    private static final int MAX_LISTED = 1000;

    private final AgreementService agreements;

    public AgreementResource(AgreementService agreements) {
        this.agreements = agreements;
    }

    @GET
    @Operation(
            summary = "The agreement of the scorers of a run, and the items that they label differently",
            description = "An item's label is context, memory or other: other is both answers or neither, or too close"
                    + " to call.")
    public AgreementResponse agreement(
            @Parameter(description = "The run", example = "lab-20-full", required = true) @QueryParam("run_id")
                    String runId,
            @Parameter(description = "At this step only", example = "14") @QueryParam("step") String step,
            @Parameter(description = "Of this suite only", example = "lab-conflict-20") @QueryParam("suite_id")
                    String suiteId,
            @Parameter(description = "Of this arm only", example = "template") @QueryParam("arm") String arm,
            @Parameter(
                            description = "Most disagreements listed of each evaluation, 0 to 1000; 20 by default",
                            example = "5")
                    @QueryParam("limit")
                    String limit)
            throws IOException {
        List<Fault> faults = new ArrayList<>();
        if (runId == null || !Id.FORM.matcher(runId).matches()) {
            faults.add(new Fault(
                    "run_id",
                    runId == null ? "" : runId,
                    "a run's id",
                    "send an id that GET /api/v1/evaluations shows"));
        }
        int atStep = QueryNumber.of("step", step, -1, 0, Integer.MAX_VALUE, faults);
        int listed = QueryNumber.of("limit", limit, DEFAULT_LISTED, 0, MAX_LISTED, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        RescoringRequest which = new RescoringRequest(
                List.of(),
                Optional.of(runId),
                atStep < 0 ? Optional.empty() : Optional.of(atStep),
                Optional.ofNullable(suiteId),
                Optional.ofNullable(arm),
                Optional.empty());
        return AgreementResponse.of(runId, agreements.of(runId, which), listed);
    }
}
