package io.tiltmeter.dataset.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.contracts.request.SuiteImportRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.DatasetService;
import io.tiltmeter.dataset.application.IncomingFiles;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.application.RequestedDataset;
import io.tiltmeter.dataset.application.SuiteService;
import io.tiltmeter.dataset.application.SuiteShelf;
import io.tiltmeter.dataset.application.SuiteVersions;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.DatasetState;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.rest.Problem;
import io.tiltmeter.servicekit.rest.RequestReader;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
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

/** Suites: ask for one of the lab world, or send one. */
@Path("/api/v1/suites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suites", description = "What checkpoints are asked: made from a recipe, or sent as a file.")
public class SuiteResource {
    private static final int SUITES_A_PAGE = 50;
    private static final String IMPORT_SCHEMA = "suite-import-request";

    private final RequestReader requests;
    private final DatasetService intake;
    private final Workers workers;
    private final DatasetLookup catalogue;
    private final IncomingFiles files;
    private final SuiteService imports;
    private final SuiteShelf shelf;

    public SuiteResource(
            RequestReader requests,
            DatasetService intake,
            Workers workers,
            DatasetLookup catalogue,
            IncomingFiles files,
            SuiteService imports,
            SuiteShelf shelf) {
        this.requests = requests;
        this.intake = intake;
        this.workers = workers;
        this.catalogue = catalogue;
        this.files = files;
        this.imports = imports;
        this.shelf = shelf;
    }

    @POST
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(
            summary = "Send a suite",
            description =
                    "The file is the body, as with curl --data-binary @FILE or -T FILE: a knowledge-conflict suite"
                            + " (answer/memory_answer, answer/parametric_answer, cf_answer/orig_answer,"
                            + " contextual_answer/parametric_answer, Memo Trap) or a benchmark (MMLU, ARC, GSM8K, SQuAD), as JSON,"
                            + " JSON lines, CSV or Parquet, not compressed. What it is, is found out. It is read and linted before"
                            + " the answer. The same items again are the same version; others are the next version.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = STRING, format = "binary")))
    @APIResponse(
            responseCode = "201",
            description = "A new version, linted",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteResponse.class),
                            examples = @ExampleObject(name = "imported", value = SuiteExamples.IMPORTED)))
    @APIResponse(
            responseCode = "200",
            description = "The version that has these items already",
            content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "Nothing of the file can be used: every fault at once; nothing of it was kept",
            content =
                    @Content(
                            mediaType = Problem.MEDIA_TYPE,
                            schema = @Schema(implementation = Problem.class),
                            examples = @ExampleObject(name = "no good row", value = SuiteExamples.REFUSED)))
    public Response send(
            @Parameter(required = true, description = "The name it becomes a version of", example = "world-facts")
                    @QueryParam("name")
                    String name,
            @Parameter(description = "Its short name in charts and metrics", example = "cf_world_facts")
                    @QueryParam("task")
                    String task,
            @Parameter(description = "A context that speaks of a later year is future-dated", example = "2023")
                    @QueryParam("last_known_year")
                    String lastKnownYear,
            @Parameter(description = "Suites to look for overlap with, each by its id or name")
                    @QueryParam("other_suites")
                    List<String> otherSuites,
            InputStream body)
            throws IOException {
        ObjectNode fields = RequestReader.fields("name", name, "task", task);
        if (lastKnownYear != null) {
            fields.set("last_known_year", SuiteRequestCheck.number(lastKnownYear));
        }
        otherSuites.forEach(fields.withArray("other_suites")::add);
        SuiteImportRequest request =
                requests.check(IMPORT_SCHEMA, SuiteImportRequest.class, fields, (json, faults) -> {});
        return answer(files.used(body, SuiteService.LIMITS.fileBytes(), file -> imports.importFile(file, request)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Ask for a suite of the lab world, or name a file in the artifact store",
            description =
                    "With a recipe, the suite is built: the same request twice is one suite, and after a failure it"
                            + " is tried again. With a path, the file is imported as if it were sent; it stays where it is.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(oneOf = {SuiteRequest.class, SuiteImportRequest.class}),
                            examples = {
                                @ExampleObject(
                                        name = "conflict",
                                        summary = "The knowledge-conflict suite of the default study",
                                        value = SuiteExamples.CONFLICT),
                                @ExampleObject(
                                        name = "open book",
                                        summary = "A standard suite under a name of your own",
                                        value = SuiteExamples.OPEN_BOOK),
                                @ExampleObject(
                                        name = "another world",
                                        summary = "The conflict suite of a larger world, to go with its mixtures",
                                        value = SuiteExamples.ANOTHER_WORLD),
                                @ExampleObject(
                                        name = "file",
                                        summary = "A file in the store, compared with another suite",
                                        value = SuiteExamples.BY_PATH)
                            }))
    @APIResponse(
            responseCode = "202",
            description = "A suite of the lab world is being built: watch Location",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(
            responseCode = "201",
            description = "A new version of what was named, linted",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(
            responseCode = "200",
            description = "It is ready already",
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteResponse.class),
                            examples = @ExampleObject(name = "ready", value = SuiteExamples.READY)))
    @APIResponse(
            responseCode = "400",
            description = "The request is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "409", description = "The id belongs to another recipe")
    public Response create(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(RequestReader.MAX_BODY_BYTES + 1);
        InputStream again = new ByteArrayInputStream(bytes);
        if (SuiteRequestCheck.namesAFile(bytes)) {
            SuiteImportRequest request =
                    requests.read(again, IMPORT_SCHEMA, SuiteImportRequest.class, SuiteRequestCheck::named);
            return answer(imports.importFile(files.toRead("path", request.path().orElseThrow()), request));
        }
        StoredDataset dataset = intake.accept(RequestedDataset.of(
                requests.read(again, "suite-request", SuiteRequest.class, LabRequestCheck::checkWorld)));
        workers.wake();
        return answer(dataset, dataset.state() instanceof DatasetState.Ready ? 200 : 202);
    }

    @GET
    @Operation(summary = "List suites, the newest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = SuiteResponse.Page.class)))
    public SuiteResponse.Page list(
            @Parameter(description = "building, ready or failed", example = "ready") @QueryParam("status")
                    String status,
            @Parameter(description = "Versions of this name only", example = "world-facts") @QueryParam("name")
                    String name,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset) {
        PageRequest page = PageRequest.of(limit, offset, SUITES_A_PAGE);
        DatasetLookup.Found found = catalogue.list(DatasetKind.SUITE, status, name, page);
        List<SuiteResponse> suites =
                found.datasets().stream().map(SuiteResponse::of).toList();
        return new SuiteResponse.Page(suites, found.total(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One suite: status, where it comes from, size, artifact, lint counts")
    @APIResponse(
            responseCode = "200",
            description = "The suite; of a name, its newest version",
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteResponse.class),
                            examples = @ExampleObject(name = "ready", value = SuiteExamples.READY)))
    @APIResponse(responseCode = "404", description = "There is none of this id or name")
    public SuiteResponse one(@Parameter(example = "lab-conflict-20") @PathParam("id") String id) {
        return SuiteResponse.of(shelf.one(id));
    }

    static Response answer(SuiteVersions.Kept kept) {
        return answer(kept.dataset(), kept.isNew() ? 201 : 200);
    }

    private static Response answer(StoredDataset dataset, int status) {
        return Response.status(status)
                .location(URI.create("/api/v1/suites/" + dataset.id()))
                .entity(SuiteResponse.of(dataset))
                .build();
    }
}
