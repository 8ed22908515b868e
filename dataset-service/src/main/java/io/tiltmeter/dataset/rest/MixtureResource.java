package io.tiltmeter.dataset.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SweepRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.JsonLines;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.application.MixtureService;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.mixture.MixtureReport;
import io.tiltmeter.dataset.mixture.RatioSweep;
import io.tiltmeter.dataset.persistence.BuiltMixture;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Mixtures: ask for one, watch it become ready, look at its rows. */
@Path("/api/v1/mixtures")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mixtures", description = "What a model is trained on, made from a recipe.")
public class MixtureResource {
    private static final int DATASETS_A_PAGE = 50;
    private static final int ROWS_A_PAGE = 20;

    private final RequestReader requests;
    private final MixtureService intake;
    private final DatasetLookup catalogue;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;

    public MixtureResource(
            RequestReader requests,
            MixtureService intake,
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
            summary = "Ask for a mixture",
            description = "The same request twice is one mixture, built once; after a failure it is tried again.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = MixtureRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "pretraining",
                                        summary = "Documents of the default study",
                                        value = MixtureExamples.PRETRAINING),
                                @ExampleObject(
                                        name = "another world",
                                        summary = "Documents of a larger world, facts told with three strengths",
                                        value = MixtureExamples.ANOTHER_WORLD),
                                @ExampleObject(
                                        name = "instruction",
                                        summary = "Instruction examples of the default study",
                                        value = MixtureExamples.INSTRUCTION),
                                @ExampleObject(
                                        name = "control",
                                        summary = "The control: context-critical examples only",
                                        value = MixtureExamples.CONTROL),
                                @ExampleObject(
                                        name = "from sources",
                                        summary = "Context-critical Alpaca, by the paper's rule",
                                        value = MixtureExamples.FROM_SOURCES)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is being built: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = MixtureResponse.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is ready already",
            content =
                    @Content(
                            schema = @Schema(implementation = MixtureResponse.class),
                            examples = @ExampleObject(name = "ready", value = MixtureExamples.MIXTURE_READY)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "two faults", value = MixtureExamples.TWO_FAULTS)))
    @APIResponse(responseCode = "409", description = "The id belongs to another recipe")
    public Response create(InputStream body) {
        MixtureRequest request =
                requests.read(body, "mixture-request", MixtureRequest.class, MixtureRequestCheck::check);
        StoredDataset dataset = intake.accept(List.of(request)).get(0);
        return Response.status(dataset.state() instanceof DatasetState.Ready ? 200 : 202)
                .location(URI.create("/api/v1/mixtures/" + dataset.id()))
                .entity(answer(dataset))
                .build();
    }

    @GET
    @Operation(summary = "List mixtures, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = MixtureResponse.Page.class)))
    public MixtureResponse.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, DATASETS_A_PAGE);
        DatasetLookup.Found found = catalogue.list(DatasetKind.MIXTURE, status, "", page);
        List<MixtureResponse> mixtures =
                found.datasets().stream().map(this::answer).toList();
        return new MixtureResponse.Page(mixtures, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One mixture: status, recipe, counts, artifacts")
    @APIResponse(
            responseCode = "200",
            description = "The mixture",
            content =
                    @Content(
                            schema = @Schema(implementation = MixtureResponse.class),
                            examples = @ExampleObject(name = "ready", value = MixtureExamples.MIXTURE_READY)))
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public MixtureResponse one(@Parameter(example = "lab-instruction-20") @PathParam("id") String id) {
        return answer(catalogue.one(DatasetKind.MIXTURE, id));
    }

    @GET
    @Path("{id}/examples")
    @Operation(summary = "Examples of a mixture, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of examples, in the file's order",
            content = @Content(schema = @Schema(implementation = MixtureResponse.Examples.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public MixtureResponse.Examples examples(
            @Parameter(example = "lab-instruction-20") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        MixtureReady ready = catalogue
                .result(catalogue.one(DatasetKind.MIXTURE, id), BuiltMixture.class)
                .event();
        List<TrainingExample> examples = JsonLines.read(artifacts.file(ready.examples()), TrainingExample.class, page);
        return new MixtureResponse.Examples(id, examples, ready.exampleCount(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}/report")
    @Operation(
            summary = "What was done to make a mixture from sources",
            description = "Of each part: what every filter kept and removed, with a histogram, its cut-off and examples"
                    + " of both sides; of the augmentation: what was substituted, and what was left out and why.")
    @APIResponse(
            responseCode = "200",
            description = "The report",
            content = @Content(schema = @Schema(implementation = MixtureReport.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id, or it is one of the lab world")
    @APIResponse(responseCode = "409", description = "It is not ready")
    public Response report(@Parameter(example = "alpaca-context") @PathParam("id") String id) throws IOException {
        BuiltMixture built = catalogue.result(catalogue.one(DatasetKind.MIXTURE, id), BuiltMixture.class);
        ArtifactRef report = built.report().orElseThrow(() -> new NotFound("report of mixture", id, List.of()));
        return Response.ok(artifacts.file(report).toFile(), MediaType.APPLICATION_JSON)
                .build();
    }

    @POST
    @Path("augmentation-sweep")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask for one mixture at several ratios of counterfactual augmentation",
            description =
                    "By default the paper's: 0, 1, 2, 5 and 10 %. Their ids are that of the mixture and -cf0, -cf1"
                            + " and so on; all of them are accepted, or none.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SweepRequest.class),
                            examples = @ExampleObject(name = "the paper's ratios", value = MixtureExamples.SWEEP)))
    @APIResponse(
            responseCode = "202",
            description = "They are being built",
            content = @Content(schema = @Schema(implementation = MixtureResponse.Sweep.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response sweep(InputStream body) {
        SweepRequest sweep = requests.read(body, "sweep-request", SweepRequest.class, SweepRequestCheck::check);
        JsonNode mixture = Json.mapper().valueToTree(sweep.mixture());
        MixtureRequest request =
                requests.check("mixture-request", MixtureRequest.class, mixture, MixtureRequestCheck::check);
        List<MixtureRequest> mixtures = RatioSweep.requests(
                request.mixtureId().orElseThrow(), request, sweep.ratios().orElse(RatioSweep.STANDARD_RATIOS));
        List<MixtureResponse> answers =
                intake.accept(mixtures).stream().map(this::answer).toList();
        return Response.accepted(new MixtureResponse.Sweep(answers)).build();
    }

    private MixtureResponse answer(StoredDataset mixture) {
        return MixtureResponse.of(mixture, measurements.neededBy(mixture.id()));
    }
}
