package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.LabelingService;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.RowLabel;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageBudget;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.ws.rs.BeanParam;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Labellings: request the classes of a source's rows, watch evaluators measure them, look at the classes. */
@Path("/api/v1/labelings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Labelings",
        description = "Which rows of a source are context-critical, by the losses of a base model (Goyal et al.).")
public class LabelingResource {
    private static final int LABELINGS_BY_DEFAULT = 50;
    private static final int LABELS_BY_DEFAULT = 100;

    private final RequestReader requests;
    private final LabelingService labelings;
    private final DatasetLookup lookup;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;

    public LabelingResource(
            RequestReader requests,
            LabelingService labelings,
            DatasetLookup lookup,
            MeasurementService measurements,
            ArtifactStore artifacts) {
        this.requests = requests;
        this.labelings = labelings;
        this.lookup = lookup;
        this.measurements = measurements;
        this.artifacts = artifacts;
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Request the classes of a source's rows",
            description = "Evaluators compute the losses. Those of the same model, rows and template are computed once;"
                    + " another share or score of them is answered from the store.")
    @APIResponseSchema(responseCode = "202", value = LabelingResponse.class)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LabelingResponse.class)))
    public Response create(InputStream body) {
        StoredDataset labeling = labelings.accept(
                requests.readWithDefaults(body, "labeling-request", LabelingRequest.class, (json, faults) -> {}));
        return Response.status(labeling.isReady() ? 200 : 202)
                .location(URI.create("/api/v1/labelings/" + labeling.id()))
                .entity(response(labeling))
                .build();
    }

    @GET
    @Operation(summary = "List labellings, the newest first")
    public LabelingResponse.LabelingListResponse list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @BeanParam PageParameters parameters) {
        DatasetLookup.Found found = lookup.list(Kind.LABELING, status, "", parameters.page(LABELINGS_BY_DEFAULT));
        return new LabelingResponse.LabelingListResponse(
                responses(found.datasets()),
                found.total(),
                found.page().limit(),
                found.page().offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One labelling: status, progress with the time left, class counts, histogram")
    public LabelingResponse one(@Parameter(example = "alpaca-classes") @PathParam("id") String id) {
        return response(lookup.one(Kind.LABELING, id));
    }

    @GET
    @Path("{id}/labels")
    @Operation(summary = "Labels, in the source's order")
    public LabelingResponse.LabelsResponse labels(
            @Parameter(example = "alpaca-classes") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(LABELS_BY_DEFAULT);
        BuiltDataset.Labeling built = built(id);
        List<RowLabel> labels = JsonLines.read(
                artifacts.file(built.labels()), RowLabel.class, page.offset(), page.limit(), PageBudget.ofLines());
        long total =
                built.classCounts().values().stream().mapToLong(Long::longValue).sum();
        return new LabelingResponse.LabelsResponse(id, labels, total, page.limit(), page.offset());
    }

    @GET
    @Path("{id}/labels.jsonl")
    @Produces("application/jsonl")
    @Operation(summary = "All labels, one JSON object a line")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "application/jsonl"))
    public Response file(@Parameter(example = "alpaca-classes") @PathParam("id") String id) throws IOException {
        return Response.ok(artifacts.file(built(id).labels()).toFile())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-labels.jsonl\"")
                .build();
    }

    private BuiltDataset.Labeling built(String id) {
        return lookup.built(Kind.LABELING, id, BuiltDataset.Labeling.class);
    }

    private LabelingResponse response(StoredDataset labeling) {
        return responses(List.of(labeling)).get(0);
    }

    private List<LabelingResponse> responses(List<StoredDataset> labelings) {
        Map<String, List<StoredMeasurement>> measuring = measurements.neededBy(labelings);
        return labelings.stream()
                .map(labeling -> LabelingResponse.of(labeling, measuring.getOrDefault(labeling.id(), List.of())))
                .toList();
    }
}
