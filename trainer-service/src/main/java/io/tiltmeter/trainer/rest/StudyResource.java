package io.tiltmeter.trainer.rest;

import io.tiltmeter.contracts.request.StudySeedsRequest;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.rest.QueryFlag;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.trainer.application.DeletionService;
import io.tiltmeter.trainer.application.StudyEstimate;
import io.tiltmeter.trainer.application.StudyPresets;
import io.tiltmeter.trainer.application.StudyService;
import io.tiltmeter.trainer.application.StudyService.Planned;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Studies: start the runs of several conditions and seeds at once, watch them, stop them, retry them, add seeds and conditions, delete them. */
@Path("/api/v1/studies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Studies", description = "Runs that differ in some settings and in their seeds, started by one request.")
public class StudyResource {
    private static final int STUDIES_BY_DEFAULT = 50;

    private final StudyService studies;
    private final DeletionService deletions;
    private final StudyEstimate estimate;
    private final StudyPresets presets;
    private final RequestReader reader;

    public StudyResource(
            StudyService studies,
            DeletionService deletions,
            StudyEstimate estimate,
            StudyPresets presets,
            RequestReader reader) {
        this.studies = studies;
        this.deletions = deletions;
        this.estimate = estimate;
        this.presets = presets;
        this.reader = reader;
    }

    /** Every preset. */
    public record PresetListResponse(List<StudyPresets.Preset> presets) {}

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Start a study",
            description =
                    "Each named condition is combined with each combination of the values of vary, and trained with each"
                            + " seed, at most 1000 runs. Every run is checked before any is started, as POST /api/v1/runs checks"
                            + " it. Where another study has a run of an identical request, that is the run."
                            + " The same study_id with the same content names the same study. With dry_run nothing is"
                            + " started: the response of 200 says what would be.")
    @APIResponseSchema(responseCode = "202", value = StudyResponse.class)
    public Response start(InputStream body) {
        Planned planned = studies.plan(RequestReader.parse(body));
        if (planned.dryRun()) {
            return Response.ok(StudyPlanResponse.of(planned, estimate.of(planned.cells())))
                    .build();
        }
        return accepted(planned.studyId(), studies.start(planned));
    }

    @GET
    @Operation(summary = "List studies, the newest first")
    public StudyListResponse list(@BeanParam PageParameters parameters) {
        Page page = parameters.page(STUDIES_BY_DEFAULT);
        return StudyListResponse.of(studies.list(page), page);
    }

    @GET
    @Path("presets")
    @Operation(
            summary = "Studies that are ready to be requested",
            description = "Each has the requests of its mixtures, suites and base runs for each seed, and that of the"
                    + " study. {seed} stands for a seed; ./tiltmeter study run sends them.")
    public PresetListResponse presets() {
        return new PresetListResponse(presets.all());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One study: the run of each condition and seed, its status and progress")
    public StudyResponse get(@Parameter(example = "learning-rate") @PathParam("id") String id) {
        return StudyResponse.of(studies.find(id), List.of());
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            summary = "Stop all runs of a study that have not ended",
            description =
                    "As POST /api/v1/runs/{id}/cancel, for all of them at once. A run that two conditions share ends for both; one"
                            + " that another study has goes on.")
    @APIResponseSchema(responseCode = "202", value = StudyResponse.class)
    public Response cancel(@Parameter(example = "learning-rate") @PathParam("id") String id) {
        studies.cancel(id);
        return accepted(id, List.of());
    }

    @POST
    @Path("{id}/retry")
    @Operation(
            summary = "Retry all runs of a study that have failed",
            description =
                    "As POST /api/v1/runs/{id}/retry, for all of them at once. A run that was cancelled stays so.")
    @APIResponseSchema(responseCode = "202", value = StudyResponse.class)
    public Response retry(@Parameter(example = "learning-rate") @PathParam("id") String id) {
        studies.retry(id);
        return accepted(id, List.of());
    }

    @POST
    @Path("{id}/seeds")
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add seeds to a study",
            description = "Each condition is trained with each of them. Seeds that the study has change nothing.")
    @APIResponseSchema(responseCode = "202", value = StudyResponse.class)
    public Response addSeeds(@Parameter(example = "learning-rate") @PathParam("id") String id, InputStream body) {
        studies.addSeeds(
                id,
                reader.read(body, "study-seeds-request", StudySeedsRequest.class)
                        .seeds());
        return accepted(id, List.of());
    }

    @POST
    @Path("{id}/conditions")
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Add conditions to a study",
            description =
                    "Each is trained with each seed of the study, and compared with its first condition. Conditions that"
                            + " the study has change nothing; criteria cannot be added.")
    @APIResponseSchema(responseCode = "202", value = StudyResponse.class)
    public Response addConditions(@Parameter(example = "learning-rate") @PathParam("id") String id, InputStream body) {
        studies.addConditions(id, RequestReader.parse(body));
        return accepted(id, List.of());
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Delete a study whose runs have ended",
            description =
                    "With its runs, as DELETE /api/v1/runs/{id}. Runs that another study has, or that another run still starts"
                            + " from, stay, and the response says what needs them. Mixtures and suites stay.")
    public Deletion delete(
            @Parameter(example = "learning-rate") @PathParam("id") String id,
            @Parameter(description = "Whether the response only says what would be deleted", example = "true")
                    @QueryParam("dry_run")
                    String dryRun) {
        return deletions.deleteStudy(id, QueryFlag.of("dry_run", dryRun));
    }

    private Response accepted(String id, List<String> notes) {
        return Response.accepted(StudyResponse.of(studies.find(id), notes))
                .location(URI.create("/api/v1/studies/" + id))
                .build();
    }
}
