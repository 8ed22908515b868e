package io.tiltmeter.dataset.api;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.DatasetState;
import io.tiltmeter.dataset.store.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.request.Problem;
import io.tiltmeter.servicekit.request.RequestReader;
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
    private final DatasetIntake intake;
    private final BuildWorker worker;
    private final DatasetCatalogue catalogue;
    private final ArtifactStore artifacts;

    public MixtureResource(
            RequestReader requests,
            DatasetIntake intake,
            BuildWorker worker,
            DatasetCatalogue catalogue,
            ArtifactStore artifacts) {
        this.requests = requests;
        this.intake = intake;
        this.worker = worker;
        this.catalogue = catalogue;
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
                                        value = OpenApiExamples.PRETRAINING),
                                @ExampleObject(
                                        name = "instruction",
                                        summary = "Instruction examples of the default study",
                                        value = OpenApiExamples.INSTRUCTION),
                                @ExampleObject(
                                        name = "control",
                                        summary = "The control: context-critical examples only",
                                        value = OpenApiExamples.CONTROL)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is being built: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = MixtureAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is ready already",
            content =
                    @Content(
                            schema = @Schema(implementation = MixtureAnswer.class),
                            examples = @ExampleObject(name = "ready", value = OpenApiExamples.MIXTURE_READY)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "two faults", value = OpenApiExamples.TWO_FAULTS)))
    @APIResponse(responseCode = "409", description = "The id belongs to another recipe")
    public Response create(InputStream body) {
        MixtureRequest request =
                requests.read(body, "mixture-request", MixtureRequest.class, MixtureRequestCheck::check);
        StoredDataset dataset = intake.accept(RequestedDataset.of(request));
        worker.kick();
        return Response.status(dataset.state() instanceof DatasetState.Ready ? 200 : 202)
                .location(URI.create("/api/v1/mixtures/" + dataset.id()))
                .entity(MixtureAnswer.of(dataset))
                .build();
    }

    @GET
    @Operation(summary = "List mixtures, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = MixtureAnswer.Page.class)))
    public MixtureAnswer.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, DATASETS_A_PAGE);
        DatasetCatalogue.Found found = catalogue.list(DatasetKind.MIXTURE, status, "", page);
        List<MixtureAnswer> mixtures =
                found.datasets().stream().map(MixtureAnswer::of).toList();
        return new MixtureAnswer.Page(mixtures, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One mixture: status, recipe, counts, artifacts")
    @APIResponse(
            responseCode = "200",
            description = "The mixture",
            content =
                    @Content(
                            schema = @Schema(implementation = MixtureAnswer.class),
                            examples = @ExampleObject(name = "ready", value = OpenApiExamples.MIXTURE_READY)))
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public MixtureAnswer one(@Parameter(example = "lab-instruction-20") @PathParam("id") String id) {
        return MixtureAnswer.of(catalogue.one(DatasetKind.MIXTURE, id));
    }

    @GET
    @Path("{id}/examples")
    @Operation(summary = "Examples of a mixture, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of examples, in the file's order",
            content = @Content(schema = @Schema(implementation = RowPage.Examples.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public RowPage.Examples examples(
            @Parameter(example = "lab-instruction-20") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        MixtureReady ready = catalogue
                .result(catalogue.one(DatasetKind.MIXTURE, id), BuiltMixture.class)
                .event();
        List<TrainingExample> examples = JsonLines.read(artifacts.file(ready.examples()), TrainingExample.class, page);
        return new RowPage.Examples(id, examples, ready.exampleCount(), page.limit(), page.offset());
    }
}
