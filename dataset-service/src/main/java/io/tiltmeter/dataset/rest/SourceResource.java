package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.SourceRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.dataset.application.SourceService;
import io.tiltmeter.dataset.file.ColumnMapping;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.dataset.source.SourceShape;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sources: send instruction data, watch it being read, look at its rows and at those that were left out. */
@Path("/api/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sources", description = "Instruction data as it was sent: each file one immutable version of a name.")
public class SourceResource {
    private static final int SOURCES_BY_DEFAULT = 50;
    private static final int ROWS_BY_DEFAULT = 20;
    private static final Pattern VERSION = Pattern.compile(".*\\.v[0-9]+");

    private final RequestReader requests;
    private final SourceService sources;
    private final DatasetLookup lookup;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;

    public SourceResource(
            RequestReader requests,
            SourceService sources,
            DatasetLookup lookup,
            MeasurementService measurements,
            ArtifactStore artifacts) {
        this.requests = requests;
        this.sources = sources;
        this.lookup = lookup;
        this.measurements = measurements;
        this.artifacts = artifacts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Send instruction data",
            description =
                    "The file is the body, as with curl --data-binary @FILE or -T FILE: Alpaca, Dolly, messages"
                            + " (TULU, UltraChat, OpenAI), ShareGPT, prompt and completion (TRL) or SQuAD, as JSON, JSON lines, CSV"
                            + " or Parquet, plain, gz or zst. Its format is detected. The same file again is the same version; another one is the next version.")
    @APIResponseSchema(responseCode = "202", value = SourceResponse.class)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SourceResponse.class)))
    public Response send(
            @Parameter(required = true, description = "The name that the file becomes a version of", example = "alpaca")
                    @QueryParam("name")
                    String name,
            @Parameter(
                            description =
                                    "Other names for the file's columns, as pairs of the name that one is read as and its"
                                            + " own; ignored leaves a column out",
                            example = "instruction:question,output:answer")
                    @QueryParam("columns")
                    String columns,
            @Parameter(description = "The run whose tokenizer counts tokens", example = "run:lab-20-base")
                    @QueryParam("tokenizer")
                    String tokenizer,
            @Parameter(description = "How rows are rendered for that", example = "alpaca") @QueryParam("template")
                    String template,
            InputStream body)
            throws IOException {
        SourceRequest request = requests.checkWithDefaults(
                "source-request",
                SourceRequest.class,
                RequestReader.fields("name", name, "columns", columns, "tokenizer", tokenizer, "template", template),
                SourceResource::check);
        return response(sources.accept(request, body));
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Name instruction data that lies in the artifact store, or at an allowed address",
            description = "Instead of sending the file. A file in the store stays where it is.")
    @APIResponseSchema(responseCode = "202", value = SourceResponse.class)
    public Response name(InputStream body) throws IOException {
        return response(sources.accept(
                requests.readWithDefaults(body, "source-request", SourceRequest.class, SourceResource::checkLocation)));
    }

    @GET
    @Operation(summary = "List sources, the newest first")
    public SourceResponse.SourceListResponse list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "Versions of this name only", example = "alpaca") @QueryParam("name") String name,
            @BeanParam PageParameters parameters) {
        DatasetLookup.Found found = lookup.list(Kind.SOURCE, status, name, parameters.page(SOURCES_BY_DEFAULT));
        return new SourceResponse.SourceListResponse(
                entities(found.datasets()),
                found.total(),
                found.page().limit(),
                found.page().offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One source: status, format, counts, the first rejected rows")
    public SourceResponse one(@Parameter(example = "alpaca.v1") @PathParam("id") String id) {
        return entity(lookup.one(Kind.SOURCE, id));
    }

    @GET
    @Path("{id}/rows")
    @Operation(summary = "Rows of a source, in the file's order")
    public SourceResponse.SourceRowsResponse rows(
            @Parameter(example = "alpaca.v1") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(ROWS_BY_DEFAULT);
        BuiltDataset.Source source = built(id);
        try (Stream<SourceRow> rows =
                SourceRows.read(artifacts.unreferenced(source.rows().path()))) {
            List<SourceResponse.Row> shown = rows.skip(page.offset())
                    .limit(page.limit())
                    .takeWhile(PageBudget.of(SourceRow::characters))
                    .map(SourceResponse.Row::of)
                    .toList();
            return new SourceResponse.SourceRowsResponse(
                    id, shown, source.version().rowCount(), page.limit(), page.offset());
        }
    }

    @GET
    @Path("{id}/rejected")
    @Produces("application/jsonl")
    @Operation(summary = "All rows that were left out: line, number and reason, one JSON object a line")
    @APIResponse(responseCode = "200", content = @Content(mediaType = "application/jsonl"))
    public Response rejected(@Parameter(example = "alpaca.v1") @PathParam("id") String id) throws IOException {
        return Response.ok(artifacts.file(built(id).rejected()).toFile())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + "-rejected.jsonl\"")
                .build();
    }

    /** What a schema cannot say of a request that comes with the file. */
    private static void check(JsonNode request, List<Fault> faults) {
        String name = request.path("name").asText();
        if (VERSION.matcher(name).matches()) {
            faults.add(new Fault(
                    "name",
                    name,
                    "ends like a version",
                    "send the name alone, such as " + name.substring(0, name.lastIndexOf(".v"))
                            + ": its versions are numbered here"));
        }
        ColumnMapping.parse(request.path("columns").asText(), SourceShape.columns(), faults);
        if (request.has("template") && !request.has("tokenizer")) {
            faults.add(new Fault(
                    "template",
                    request.path("template").asText(),
                    "is for counting tokens, and there is no tokenizer",
                    "send a tokenizer such as run:lab-20-base too, or leave it out"));
        }
    }

    /** What a schema cannot say of a request that says where the file is. */
    private static void checkLocation(JsonNode request, List<Fault> faults) {
        check(request, faults);
        if (request.has("path") == request.has("url")) {
            faults.add(new Fault(
                    "path",
                    request.path("path").asText(),
                    "exactly one of path and url says where the file is",
                    "send one of them, or send the file itself as application/octet-stream with ?name="));
        }
    }

    private BuiltDataset.Source built(String id) {
        return lookup.built(Kind.SOURCE, id, BuiltDataset.Source.class);
    }

    private SourceResponse entity(StoredDataset source) {
        return entities(List.of(source)).get(0);
    }

    private List<SourceResponse> entities(List<StoredDataset> found) {
        Map<String, List<StoredMeasurement>> measured = measurements.of(found, Measure.TOKENS);
        return found.stream()
                .map(source -> SourceResponse.of(source, measured.getOrDefault(source.id(), List.of())))
                .toList();
    }

    private Response response(StoredDataset source) {
        return Response.status(source.isReady() ? 200 : 202)
                .location(URI.create("/api/v1/sources/" + source.id()))
                .entity(entity(source))
                .build();
    }
}
