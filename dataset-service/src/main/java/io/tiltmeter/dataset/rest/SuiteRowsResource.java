package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.application.JsonLines;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.application.SuiteShelf;
import io.tiltmeter.dataset.persistence.FixedFrom;
import io.tiltmeter.dataset.persistence.ImportedFrom;
import io.tiltmeter.dataset.suite.file.RowFault;
import io.tiltmeter.dataset.suite.lint.Repair;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is in a suite, what of its file is not, and what was repaired in it. */
@Path("/api/v1/suites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suites")
public class SuiteRowsResource {
    private static final int ROWS_A_PAGE = 20;

    private final SuiteShelf shelf;
    private final ArtifactStore artifacts;

    public SuiteRowsResource(SuiteShelf shelf, ArtifactStore artifacts) {
        this.shelf = shelf;
        this.artifacts = artifacts;
    }

    @GET
    @Path("{id}/items")
    @Operation(summary = "Items of a suite, to look at")
    @APIResponse(
            responseCode = "200",
            description = "A page of items, in the file's order",
            content = @Content(schema = @Schema(implementation = SuiteRowsResponse.Items.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public SuiteRowsResponse.Items items(
            @Parameter(example = "lab-conflict-20") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        SuiteShelf.Ready suite = shelf.ready(id);
        List<SuiteItem> items = rows(Optional.of(suite.ref().items()), SuiteItem.class, page);
        return new SuiteRowsResponse.Items(
                suite.dataset().id(), items, suite.ref().itemCount(), page.limit(), page.offset());
    }

    @GET
    @Path("{id}/rejected")
    @Operation(summary = "Rows of a suite's file that are not in its items: line and reason")
    @APIResponse(
            responseCode = "200",
            description = "A page of them, in the file's order; none for a suite that was not sent",
            content = @Content(schema = @Schema(implementation = SuiteRowsResponse.Rejected.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public SuiteRowsResponse.Rejected rejected(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        SuiteShelf.Ready suite = shelf.ready(id);
        Optional<ImportedFrom> file = suite.built().importedFrom();
        return new SuiteRowsResponse.Rejected(
                suite.dataset().id(),
                rows(file.flatMap(ImportedFrom::rejected), RowFault.class, page),
                file.map(ImportedFrom::rejectedRows).orElse(0L),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}/repairs")
    @Operation(summary = "What was repaired in a suite that fix made")
    @APIResponse(
            responseCode = "200",
            description = "A page of repairs, in the original's order; none for a suite that fix did not make",
            content = @Content(schema = @Schema(implementation = SuiteRowsResponse.Repairs.class)))
    @APIResponse(responseCode = "409", description = "It is not ready")
    public SuiteRowsResponse.Repairs repairs(
            @Parameter(example = "world-facts.v2") @PathParam("id") String id,
            @Parameter(description = "1 to 1000", example = "20") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, ROWS_A_PAGE);
        SuiteShelf.Ready suite = shelf.ready(id);
        Optional<FixedFrom> fixed = suite.built().fixedFrom();
        return new SuiteRowsResponse.Repairs(
                suite.dataset().id(),
                rows(fixed.map(FixedFrom::repairs), Repair.class, page),
                fixed.map(FixedFrom::repairCounts).orElse(Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                page.limit(),
                page.offset());
    }

    private <T> List<T> rows(Optional<ArtifactRef> file, Class<T> type, PageRequest page) throws IOException {
        return file.isEmpty() ? List.of() : JsonLines.read(artifacts.file(file.get()), type, page);
    }
}
