package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.IncomingFiles;
import io.tiltmeter.dataset.application.SuiteRequestCheck;
import io.tiltmeter.dataset.application.SuiteService;
import io.tiltmeter.dataset.application.SuiteVersions;
import io.tiltmeter.dataset.file.RowFault;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.suite.SuiteFile;
import io.tiltmeter.dataset.suite.lint.Repair;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Suites: request one of the lab world or of public facts, or send one, look at its rows, find its problems and repair them. */
@Path("/api/v1/suites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suites", description = "What checkpoints are evaluated on: made from a recipe, or sent as a file.")
public class SuiteResource {
    private static final int SUITES_BY_DEFAULT = 50;
    private static final int ROWS_BY_DEFAULT = 20;
    private static final int FINDINGS_BY_DEFAULT = 50;
    private static final String IMPORT_SCHEMA = "suite-import-request";

    private final RequestReader requests;
    private final SuiteService suites;
    private final DatasetLookup lookup;
    private final IncomingFiles files;
    private final ArtifactStore artifacts;

    public SuiteResource(
            RequestReader requests,
            SuiteService suites,
            DatasetLookup lookup,
            IncomingFiles files,
            ArtifactStore artifacts) {
        this.requests = requests;
        this.suites = suites;
        this.lookup = lookup;
        this.files = files;
        this.artifacts = artifacts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Send a suite",
            description =
                    "The file is the body, as with curl --data-binary @FILE or -T FILE: a knowledge-conflict suite"
                            + " (answer/memory_answer, answer/parametric_answer, cf_answer/orig_answer,"
                            + " contextual_answer/parametric_answer, ConflictQA, KRE, Memo Trap) or a benchmark (MMLU, ARC, GSM8K, SQuAD), as JSON,"
                            + " JSON lines, CSV or Parquet, not compressed. Its format is detected. It is read and linted before"
                            + " the response. The same items again are the same version; others are the next version.")
    @APIResponseSchema(responseCode = "201", value = SuiteResponse.class)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    public Response send(
            @Parameter(required = true, description = "The name it becomes a version of", example = "world-facts")
                    @QueryParam("name")
                    String name,
            @Parameter(description = "Its short name in charts and metrics", example = "cf_world_facts")
                    @QueryParam("task")
                    String task,
            @Parameter(description = "Names that the file's columns are read as", example = "context:passage")
                    @QueryParam("columns")
                    String columns,
            @Parameter(
                            description = "The file's name: of MMLU's, it says the subject of rows that say none",
                            example = "abstract_algebra_test.csv")
                    @QueryParam("file")
                    String file,
            @Parameter(description = "A context that speaks of a later year is future-dated", example = "2023")
                    @QueryParam("last_known_year")
                    String lastKnownYear,
            @Parameter(description = "Suites to look for overlap with, each by its id or name")
                    @QueryParam("other_suites")
                    List<String> otherSuites,
            InputStream body)
            throws IOException {
        ObjectNode fields = RequestReader.fields("name", name, "task", task, "columns", columns, "file", file);
        Optional.ofNullable(lastKnownYear).ifPresent(year -> fields.set("last_known_year", number(year)));
        otherSuites.forEach(fields.withArray("other_suites")::add);
        SuiteRequest.Import request =
                requests.checkWithDefaults(IMPORT_SCHEMA, SuiteRequest.Import.class, fields, (json, faults) -> {});
        return response(files.used(
                body,
                SuiteService.LIMITS.fileBytes(),
                sent -> suites.importFiles(
                        List.of(new SuiteFile(sent, request.file().orElse(""))), request)));
    }

    @POST
    @BodyInMemory
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Request a suite of the lab world or of public facts, or name a file in the artifact store",
            description =
                    "With a recipe, the suite is built: the same request twice is one suite, and after a failure it"
                            + " is tried again. With a path, the file is imported as if it were sent; it stays where it is."
                            + " The files of a folder become one suite, in the order of their names.")
    @APIResponseSchema(responseCode = "202", value = SuiteResponse.class)
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    public Response create(InputStream body) throws IOException {
        JsonNode json = RequestReader.parse(body);
        if (!json.has("recipe") && (json.has("path") || json.has("name"))) {
            SuiteRequest.Import request = requests.checkWithDefaults(
                    IMPORT_SCHEMA, SuiteRequest.Import.class, json, SuiteResource::checkLocation);
            return response(suites.importFiles(
                    files.toRead("path", request.path().orElseThrow()).stream()
                            .map(file -> new SuiteFile(file, file.getFileName().toString()))
                            .toList(),
                    request));
        }
        StoredDataset suite = suites.accept(
                requests.checkWithDefaults("suite-request", SuiteRequest.Made.class, json, SuiteRequestCheck::check));
        return response(suite, suite.isReady() ? 200 : 202);
    }

    @GET
    @Operation(summary = "List suites, the newest first")
    public SuiteResponse.SuiteListResponse list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "Versions of this name only", example = "world-facts") @QueryParam("name")
                    String name,
            @BeanParam PageParameters parameters) {
        DatasetLookup.Found found = lookup.list(Kind.SUITE, status, name, parameters.page(SUITES_BY_DEFAULT));
        return new SuiteResponse.SuiteListResponse(
                found.datasets().stream().map(SuiteResponse::of).toList(),
                found.total(),
                found.page().limit(),
                found.page().offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One suite, or the newest version of a name: status, origin, size, artifact, lint counts")
    public SuiteResponse one(@Parameter(example = "lab-conflict-20") @PathParam("id") String id) {
        return SuiteResponse.of(lookup.named(Kind.SUITE, id));
    }

    @GET
    @Path("{id}/items")
    @Operation(summary = "Items of a suite, in the file's order")
    public SuiteResponse.SuiteItemsResponse items(
            @Parameter(example = "lab-conflict-20") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(ROWS_BY_DEFAULT);
        SuiteRef suite = built(id).event().suite();
        return new SuiteResponse.SuiteItemsResponse(
                suite.suiteId(),
                rows(Optional.of(suite.items()), SuiteItem.class, page),
                suite.itemCount(),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}/rejected")
    @Operation(summary = "Rows of a suite's file that are not in its items: line and reason, in the file's order")
    public SuiteResponse.RejectedRowsResponse rejected(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(ROWS_BY_DEFAULT);
        BuiltDataset.Suite suite = built(id);
        Optional<BuiltDataset.ImportedFrom> file = suite.importedFrom();
        return new SuiteResponse.RejectedRowsResponse(
                suite.event().suite().suiteId(),
                rows(file.flatMap(BuiltDataset.ImportedFrom::rejected), RowFault.class, page),
                file.map(BuiltDataset.ImportedFrom::rejectedRows).orElse(0L),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}/repairs")
    @Operation(summary = "What was repaired in a suite that fix made, in the original's order")
    public SuiteResponse.RepairsResponse repairs(
            @Parameter(example = "world-facts.v2") @PathParam("id") String id, @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(ROWS_BY_DEFAULT);
        BuiltDataset.Suite suite = built(id);
        Optional<BuiltDataset.FixedFrom> fixed = suite.fixedFrom();
        return new SuiteResponse.RepairsResponse(
                suite.event().suite().suiteId(),
                rows(fixed.map(BuiltDataset.FixedFrom::repairs), Repair.class, page),
                fixed.map(BuiltDataset.FixedFrom::repairTotal).orElse(0L),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}/lint")
    @Operation(summary = "The problems that were found in a suite when it came: all counts, and a page of findings")
    public LintResponse lint(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id,
            @BeanParam LintResponse.Selection selection,
            @BeanParam PageParameters parameters)
            throws IOException {
        Page page = parameters.page(FINDINGS_BY_DEFAULT);
        return LintResponse.of(suites.lint(id), selection, page);
    }

    @POST
    @BodyInMemory
    @Path("{id}/lint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Look for problems again, with other settings",
            description = "The report is returned and not kept. It works for suites that the service makes too.")
    public LintResponse lintAgain(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id,
            @BeanParam LintResponse.Selection selection,
            @BeanParam PageParameters parameters,
            InputStream body)
            throws IOException {
        Page page = parameters.page(FINDINGS_BY_DEFAULT);
        SuiteLintRequest request =
                requests.readWithDefaults(body, "suite-lint-request", SuiteLintRequest.class, (json, faults) -> {});
        return LintResponse.of(suites.lint(id, request), selection, page);
    }

    @POST
    @Path("{id}/fix")
    @Operation(
            summary = "Repair what needs no judgement, as the next version",
            description =
                    "Spaces, notes and lists as answers, and exact duplicates. The original stays as it is. The new"
                            + " version says what it is a repair of, and its lint is made with the original's settings.")
    @APIResponseSchema(responseCode = "201", value = SuiteResponse.class)
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    public Response fix(@Parameter(example = "world-facts.v1") @PathParam("id") String id) throws IOException {
        return response(suites.fix(id));
    }

    /** A query parameter as the number it should be; as the text it is, which the schema refuses, if it is none. */
    private static JsonNode number(String text) {
        try {
            return IntNode.valueOf(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return TextNode.valueOf(text);
        }
    }

    /** What a schema cannot say of a request that says where the file is. */
    private static void checkLocation(JsonNode request, List<Fault> faults) {
        if (!request.has("path")) {
            faults.add(new Fault(
                    "path",
                    "",
                    "is required where the body is not the file",
                    "send a path below the artifact store, or the file itself as application/octet-stream"));
        }
        if (request.has("file")) {
            faults.add(new Fault(
                    "file",
                    request.get("file").asText(),
                    "is only for a file that is the body: the path has a name",
                    "leave it out"));
        }
    }

    private BuiltDataset.Suite built(String idOrName) {
        return lookup.built(lookup.named(Kind.SUITE, idOrName), BuiltDataset.Suite.class);
    }

    private <T> List<T> rows(Optional<ArtifactRef> file, Class<T> type, Page page) throws IOException {
        return file.isEmpty()
                ? List.of()
                : JsonLines.read(artifacts.file(file.get()), type, page.offset(), page.limit(), PageBudget.ofLines());
    }

    private static Response response(SuiteVersions.Kept kept) {
        return response(kept.dataset(), kept.isNew() ? 201 : 200);
    }

    private static Response response(StoredDataset suite, int status) {
        return Response.status(status)
                .location(URI.create("/api/v1/suites/" + suite.id()))
                .entity(SuiteResponse.of(suite))
                .build();
    }
}
