package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SweepRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.DatasetRequestCheck;
import io.tiltmeter.dataset.application.MixtureService;
import io.tiltmeter.dataset.mixture.MixtureReport;
import io.tiltmeter.dataset.mixture.RatioSweep;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.NotFound;
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

/** Mixtures: request one, watch it become ready, look at its examples. */
@Path("/api/v1/mixtures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mixtures", description = "What a model is trained on, made from a recipe.")
public class MixtureResource {
    private static final int MIXTURES_BY_DEFAULT = 50;
    private static final int EXAMPLES_BY_DEFAULT = 20;

    private final RequestReader requests;
    private final MixtureService mixtures;
    private final DatasetLookup lookup;
    private final ArtifactStore artifacts;

    public MixtureResource(
            RequestReader requests, MixtureService mixtures, DatasetLookup lookup, ArtifactStore artifacts) {
        this.requests = requests;
        this.mixtures = mixtures;
        this.lookup = lookup;
        this.artifacts = artifacts;
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Request a mixture",
            description = "The same request twice is one mixture, built once; after a failure it is tried again.")
    @APIResponseSchema(responseCode = "202", value = MixtureResponse.class)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MixtureResponse.class)))
    public Response create(InputStream body) {
        MixtureRequest request =
                requests.readWithDefaults(body, "mixture-request", MixtureRequest.class, DatasetRequestCheck::check);
        StoredDataset mixture = mixtures.accept(List.of(request)).get(0);
        return Response.status(mixture.isReady() ? 200 : 202)
                .location(URI.create("/api/v1/mixtures/" + mixture.id()))
                .entity(response(mixture))
                .build();
    }

    @GET
    @Operation(summary = "List mixtures, the newest first")
    public MixtureResponse.MixtureListResponse list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @BeanParam PageParameters parameters) {
        DatasetLookup.Found found = lookup.list(Kind.MIXTURE, status, "", parameters.page(MIXTURES_BY_DEFAULT));
        return new MixtureResponse.MixtureListResponse(
                responses(found.datasets()),
                found.total(),
                found.page().limit(),
                found.page().offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One mixture: status, recipe, counts, artifacts")
    public MixtureResponse one(@Parameter(example = "lab-instruction-20") @PathParam("id") String id) {
        return response(lookup.one(Kind.MIXTURE, id));
    }

    @GET
    @Path("{id}/examples")
    @Operation(summary = "Examples of a mixture, in the file's order")
    public MixtureResponse.MixtureExamplesResponse examples(
            @Parameter(example = "lab-instruction-20") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(EXAMPLES_BY_DEFAULT);
        BuiltDataset.Mixture built = lookup.built(Kind.MIXTURE, id, BuiltDataset.Mixture.class);
        List<TrainingExample> examples = JsonLines.read(
                artifacts.file(built.event().examples()),
                TrainingExample.class,
                page.offset(),
                page.limit(),
                PageBudget.ofLines());
        return new MixtureResponse.MixtureExamplesResponse(
                id, examples, built.event().exampleCount(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}/report")
    @Operation(
            summary = "What was done to make a mixture from sources",
            description = "Of each part: what every filter kept and removed, with a histogram, its cut-off and examples"
                    + " of both sides; of the augmentation: what was substituted, and what was left out and why.")
    @APIResponseSchema(MixtureReport.class)
    public Response report(@Parameter(example = "alpaca-context") @PathParam("id") String id) throws IOException {
        ArtifactRef report = lookup.built(Kind.MIXTURE, id, BuiltDataset.Mixture.class)
                .report()
                .orElseThrow(() -> new NotFound("report of mixture", id, List.of()));
        return Response.ok(artifacts.file(report).toFile(), MediaType.APPLICATION_JSON)
                .build();
    }

    @POST
    @Path("{id}/cancel")
    @Operation(
            summary = "Stop building a mixture",
            description =
                    "Its status is failed, with that reason, and runs that wait for it fail. The same request builds it.")
    @APIResponseSchema(responseCode = "202", value = MixtureResponse.class)
    public Response cancel(@Parameter(example = "alpaca-context") @PathParam("id") String id) {
        return Response.accepted(response(mixtures.cancel(id))).build();
    }

    @POST
    @BodyInMemory
    @Path("augmentation-sweep")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Request one mixture at several ratios of counterfactual augmentation",
            description =
                    "By default the paper's: 0, 1, 2, 5 and 10 %. Their ids are that of the mixture and -cf0, -cf1"
                            + " and so on; all of them are accepted, or none.")
    @APIResponseSchema(responseCode = "202", value = MixtureResponse.SweepResponse.class)
    public Response sweep(InputStream body) {
        SweepRequest sweep =
                requests.readWithDefaults(body, "sweep-request", SweepRequest.class, DatasetRequestCheck::checkSweep);
        List<MixtureRequest.Sources> swept =
                RatioSweep.requests(sweep.mixture().mixtureId().orElseThrow(), sweep.mixture(), sweep.ratios());
        return Response.accepted(new MixtureResponse.SweepResponse(responses(mixtures.accept(swept))))
                .build();
    }

    private MixtureResponse response(StoredDataset mixture) {
        return responses(List.of(mixture)).get(0);
    }

    private List<MixtureResponse> responses(List<StoredDataset> found) {
        Map<String, List<StoredMeasurement>> measuring = mixtures.measurements(found);
        return found.stream()
                .map(mixture -> MixtureResponse.of(mixture, measuring.getOrDefault(mixture.id(), List.of())))
                .toList();
    }
}
