package io.tiltmeter.dataset.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.application.SourceService;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
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
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sources: send instruction data, watch it being read, look at its rows and at those that were left out. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources", description = "Instruction data as it was sent: each file one immutable version of a name.")
public class SourceResource {
    private static final int SOURCES_A_PAGE = 50;
    private static final int ROWS_A_PAGE = 20;

    private final RequestReader requests;
    private final SourceService intake;
    private final DatasetLookup catalogue;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;

    public SourceResource(
            RequestReader requests,
            SourceService intake,
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
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Send instruction data",
            description = "The file is the body, as with curl --data-binary @FILE or -T FILE: Alpaca, messages (TULU,"
                    + " UltraChat, OpenAI), ShareGPT or SQuAD, as JSON, JSON lines or Parquet, plain, gz or zst. What it"
                    + " is, is found out. The same file again is the same version; another one is the next version.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = STRING, format = "binary")))
    @APIResponse(
            responseCode = "202",
            description = "It is being read: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SourceResponse.class)))
    @APIResponse(
            responseCode = "200",
            description = "This version is ready already",
            content = @Content(schema = @Schema(implementation = SourceResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once; nothing of the file was kept",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response send(
            @Parameter(required = true, description = "The name that the file becomes a version of", example = "alpaca")
                    @QueryParam("name")
                    String name,
            @Parameter(description = "The run whose tokenizer counts tokens", example = "run:lab-20-base")
                    @QueryParam("tokenizer")
                    String tokenizer,
            @Parameter(description = "How rows are rendered for that", example = "alpaca") @QueryParam("template")
                    String template,
            InputStream body)
            throws IOException {
        return answer(intake.sent(
                requests.check(
                        "source-request",
                        SourceRequest.class,
                        RequestReader.fields("name", name, "tokenizer", tokenizer, "template", template),
                        SourceRequestCheck::check),
                body));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Name instruction data that lies in the artifact store, or at an allowed address",
            description = "Instead of sending the file. A file in the store stays where it is.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SourceRequest.class),
                            examples = {
                                @ExampleObject(name = "a file in the store", value = SourceExamples.BY_PATH),
                                @ExampleObject(name = "counting tokens", value = SourceExamples.WITH_TOKENS)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "It is being read: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SourceResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response name(InputStream body) throws IOException {
        return answer(intake.named(
                requests.read(body, "source-request", SourceRequest.class, SourceRequestCheck::checkPlace)));
    }

    @GET
    @Operation(summary = "List sources, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = SourceResponse.Page.class)))
    public SourceResponse.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "Versions of this name only", example = "alpaca") @QueryParam("name") String name,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, SOURCES_A_PAGE);
        DatasetLookup.Found found = catalogue.list(DatasetKind.SOURCE, status, name, page);
        List<SourceResponse> sources =
                found.datasets().stream().map(this::answerOf).toList();
        return new SourceResponse.Page(sources, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One source: status, format, counts, the first rejected rows")
    @APIResponse(
            responseCode = "200",
            description = "The source",
            content =
                    @Content(
                            schema = @Schema(implementation = SourceResponse.class),
                            examples = @ExampleObject(name = "ready", value = SourceExamples.READY)))
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public SourceResponse one(@Parameter(example = "alpaca.v1") @PathParam("id") String id) {
        return answerOf(catalogue.one(DatasetKind.SOURCE, id));
    }

    @GET
    @Path("{id}/rows")
    @Operation(summary = "Rows of a source, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of rows, in the file's order",
            content = @Content(schema = @Schema(implementation = SourceResponse.Rows.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public SourceResponse.Rows rows(
            @Parameter(example = "alpaca.v1") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        BuiltSource source = built(id);
        try (Stream<SourceRow> rows =
                SourceRows.read(artifacts.unreferenced(source.rows().path()))) {
            List<SourceResponse.Row> shown = rows.skip(page.offset())
                    .limit(page.limit())
                    .map(SourceResponse.Row::of)
                    .toList();
            return new SourceResponse.Rows(id, shown, source.version().rowCount(), page.limit(), page.offset());
        }
    }

    @GET
    @Path("{id}/rejected")
    @Produces("application/jsonl")
    @Operation(summary = "All rows that were left out: line, number and reason, one JSON object a line")
    @APIResponse(responseCode = "200", description = "The file", content = @Content(mediaType = "application/jsonl"))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public Response rejected(@Parameter(example = "alpaca.v1") @PathParam("id") String id) throws IOException {
        ArtifactRef rejected = built(id).rejected();
        return Response.ok(artifacts.file(rejected).toFile())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-rejected.jsonl\"")
                .build();
    }

    private BuiltSource built(String id) {
        return catalogue.result(catalogue.one(DatasetKind.SOURCE, id), BuiltSource.class);
    }

    private SourceResponse answerOf(StoredDataset source) {
        return SourceResponse.of(source, measurements.of(source.id(), Measure.TOKENS));
    }

    private Response answer(StoredDataset source) {
        return Response.status(source.state() instanceof DatasetState.Ready ? 200 : 202)
                .location(URI.create("/api/v1/sources/" + source.id()))
                .entity(answerOf(source))
                .build();
    }
}
