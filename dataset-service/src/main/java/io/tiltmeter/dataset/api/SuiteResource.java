package io.tiltmeter.dataset.api;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
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

/** Suites: ask for one, watch it become ready, look at its items. */
@Path("/api/v1/suites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suites", description = "What checkpoints are asked, made from a recipe.")
public class SuiteResource {
    private static final int DATASETS_A_PAGE = 50;
    private static final int ROWS_A_PAGE = 20;

    private final RequestReader requests;
    private final DatasetIntake intake;
    private final BuildWorker worker;
    private final DatasetCatalogue catalogue;
    private final ArtifactStore artifacts;

    public SuiteResource(
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
            summary = "Ask for a suite",
            description = "The same request twice is one suite, built once; after a failure it is tried again.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "conflict",
                                        summary = "The knowledge-conflict suite of the default study",
                                        value = OpenApiExamples.CONFLICT_SUITE),
                                @ExampleObject(
                                        name = "open book",
                                        summary = "A standard suite under a name of your own",
                                        value = OpenApiExamples.OPEN_BOOK_SUITE)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is being built: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SuiteAnswer.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is ready already",
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteAnswer.class),
                            examples = @ExampleObject(name = "ready", value = OpenApiExamples.SUITE_READY)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "409", description = "The id belongs to another recipe")
    public Response create(InputStream body) {
        SuiteRequest request = requests.read(body, "suite-request", SuiteRequest.class);
        StoredDataset dataset = intake.accept(RequestedDataset.of(request));
        worker.kick();
        return Response.status(dataset.state() instanceof DatasetState.Ready ? 200 : 202)
                .location(URI.create("/api/v1/suites/" + dataset.id()))
                .entity(SuiteAnswer.of(dataset))
                .build();
    }

    @GET
    @Operation(summary = "List suites, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = SuiteAnswer.Page.class)))
    public SuiteAnswer.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, DATASETS_A_PAGE);
        DatasetCatalogue.Found found = catalogue.list(DatasetKind.SUITE, status, "", page);
        List<SuiteAnswer> suites =
                found.datasets().stream().map(SuiteAnswer::of).toList();
        return new SuiteAnswer.Page(suites, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One suite: status, recipe, size, artifact")
    @APIResponse(
            responseCode = "200",
            description = "The suite",
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteAnswer.class),
                            examples = @ExampleObject(name = "ready", value = OpenApiExamples.SUITE_READY)))
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public SuiteAnswer one(@Parameter(example = "lab-conflict-20") @PathParam("id") String id) {
        return SuiteAnswer.of(catalogue.one(DatasetKind.SUITE, id));
    }

    @GET
    @Path("{id}/items")
    @Operation(summary = "Items of a suite, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of items, in the file's order",
            content = @Content(schema = @Schema(implementation = RowPage.Items.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public RowPage.Items items(
            @Parameter(example = "lab-conflict-20") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        SuiteRef suite = catalogue
                .result(catalogue.one(DatasetKind.SUITE, id), BuiltSuite.class)
                .event()
                .suite();
        List<SuiteItem> items = JsonLines.read(artifacts.file(suite.items()), SuiteItem.class, page);
        return new RowPage.Items(id, items, suite.itemCount(), page.limit(), page.offset());
    }
}
