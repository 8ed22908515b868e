package io.tiltmeter.dataset.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.JsonLines;
import io.tiltmeter.dataset.application.LabelingService;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.persistence.BuiltLabeling;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.RowLabel;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Labellings: ask which rows of a source need their context, watch evaluators answer, look at the classes. */
@Path("/api/v1/labelings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Labelings",
        description = "Which rows of a source are context-critical, by the losses of a base model (Goyal et al.).")
public class LabelingResource {
    private static final int LABELINGS_A_PAGE = 50;
    private static final int ROWS_A_PAGE = 100;

    private final RequestReader requests;
    private final LabelingService intake;
    private final DatasetLookup catalogue;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;

    public LabelingResource(
            RequestReader requests,
            LabelingService intake,
            DatasetLookup catalogue,
            MeasurementService measurements,
            ArtifactStore artifacts) {
        this.requests = requests;
        this.intake = intake;
        this.catalogue = catalogue;
        this.measurements = measurements;
        this.artifacts = artifacts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask for the classes of a source's rows",
            description = "Evaluators compute the losses. Those of the same model, rows and template are computed once;"
                    + " another share or score of them is answered from the store.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = LabelingRequest.class),
                            examples = {
                                @ExampleObject(name = "the paper's rule", value = LabelingExamples.PAPER),
                                @ExampleObject(name = "what the context helps", value = LabelingExamples.DIFFERENCE)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "Evaluators are being asked: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = LabelingResponse.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is ready already",
            content = @Content(schema = @Schema(implementation = LabelingResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "409", description = "The id belongs to another labelling")
    public Response create(InputStream body) {
        StoredDataset labeling = intake.accept(requests.read(body, "labeling-request", LabelingRequest.class));
        return Response.status(labeling.state() instanceof DatasetState.Ready ? 200 : 202)
                .location(URI.create("/api/v1/labelings/" + labeling.id()))
                .entity(answer(labeling))
                .build();
    }

    @GET
    @Operation(summary = "List labellings, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = LabelingResponse.Page.class)))
    public LabelingResponse.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, LABELINGS_A_PAGE);
        DatasetLookup.Found found = catalogue.list(DatasetKind.LABELING, status, "", page);
        List<LabelingResponse> labelings =
                found.datasets().stream().map(this::answer).toList();
        return new LabelingResponse.Page(labelings, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One labelling: status, progress with the time left, class counts, histogram")
    @APIResponse(
            responseCode = "200",
            description = "The labelling",
            content = @Content(schema = @Schema(implementation = LabelingResponse.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public LabelingResponse one(@Parameter(example = "alpaca-classes") @PathParam("id") String id) {
        return answer(catalogue.one(DatasetKind.LABELING, id));
    }

    @GET
    @Path("{id}/labels")
    @Operation(summary = "Labels, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of labels, in the source's order",
            content = @Content(schema = @Schema(implementation = LabelingResponse.Labels.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public LabelingResponse.Labels labels(
            @Parameter(example = "alpaca-classes") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "100") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        BuiltLabeling built = built(id);
        List<RowLabel> labels = JsonLines.read(artifacts.file(built.labels()), RowLabel.class, page);
        long total =
                built.classCounts().values().stream().mapToLong(Long::longValue).sum();
        return new LabelingResponse.Labels(id, labels, total, page.limit(), page.offset());
    }

    @GET
    @Path("{id}/labels.jsonl")
    @Produces("application/jsonl")
    @Operation(summary = "All labels, one JSON object a line")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "application/jsonl"))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public Response file(@Parameter(example = "alpaca-classes") @PathParam("id") String id) throws IOException {
        ArtifactRef labels = built(id).labels();
        return Response.ok(artifacts.file(labels).toFile())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-labels.jsonl\"")
                .build();
    }

    private BuiltLabeling built(String id) {
        return catalogue.result(catalogue.one(DatasetKind.LABELING, id), BuiltLabeling.class);
    }

    private LabelingResponse answer(StoredDataset labeling) {
        return LabelingResponse.of(labeling, measurements.neededBy(labeling.id()));
    }
}
