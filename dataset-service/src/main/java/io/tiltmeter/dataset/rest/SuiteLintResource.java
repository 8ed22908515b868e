package io.tiltmeter.dataset.rest;

import static org.eclipse.microprofile.openapi.annotations.enums.SchemaType.STRING;

import io.tiltmeter.contracts.request.SuiteLintRequest;
import io.tiltmeter.dataset.application.PageRequest;
import io.tiltmeter.dataset.application.SuiteService;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The traps of a suite: what was found when it came, what other settings find, and the repair of what needs no judgement. */
@Path("/api/v1/suites")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Suites")
public class SuiteLintResource {
    private static final int FINDINGS_A_PAGE = 50;

    private final RequestReader requests;
    private final SuiteService imports;

    public SuiteLintResource(RequestReader requests, SuiteService imports) {
        this.requests = requests;
        this.imports = imports;
    }

    @GET
    @Path("{id}/lint")
    @Operation(summary = "The traps that were found in a suite when it came")
    @APIResponse(
            responseCode = "200",
            description = "All counts, and a page of findings with their items",
            content = @Content(schema = @Schema(implementation = LintResponse.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id or name")
    @APIResponse(responseCode = "409", description = "It is not ready")
    public LintResponse lint(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id,
            @Parameter(description = "Findings of this check only", example = "exact_duplicate") @QueryParam("check")
                    String check,
            @Parameter(description = "error or warning", example = "error") @QueryParam("severity") String severity,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, FINDINGS_A_PAGE);
        return LintResponse.of(imports.lint(id), check, severity, page);
    }

    @POST
    @Path("{id}/lint")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Look for traps anew, with other settings",
            description = "The report is answered and not kept. It works for suites of the lab world too.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = SuiteLintRequest.class),
                            examples = {
                                @ExampleObject(
                                        name = "overlap",
                                        summary = "Which rows stand in another suite too",
                                        value = SuiteExamples.LINT_OVERLAP),
                                @ExampleObject(
                                        name = "everything",
                                        summary = "Every setting",
                                        value = SuiteExamples.LINT_EVERYTHING)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "All counts, and a page of findings with their items",
            content = @Content(schema = @Schema(implementation = LintResponse.class)))
    @APIResponse(
            responseCode = "400",
            description = "A setting is not valid: every fault at once",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id or name")
    @APIResponse(responseCode = "409", description = "It is not ready")
    public LintResponse lintAnew(
            @Parameter(example = "world-facts.v1") @PathParam("id") String id,
            @Parameter(description = "Findings of this check only", example = "overlap_items") @QueryParam("check")
                    String check,
            @Parameter(description = "error or warning", example = "error") @QueryParam("severity") String severity,
            @Parameter(description = "1 to 1000", example = "50") @QueryParam("limit") String limit,
            @Parameter(description = "from 0", example = "0") @QueryParam("offset") String offset,
            InputStream body)
            throws IOException {
        PageRequest page = PageRequest.of(limit, offset, FINDINGS_A_PAGE);
        SuiteLintRequest request = requests.read(body, "suite-lint-request", SuiteLintRequest.class);
        return LintResponse.of(imports.lint(id, request), check, severity, page);
    }

    @POST
    @Path("{id}/fix")
    @Operation(
            summary = "Repair what needs no judgement, as the next version",
            description =
                    "Spaces, notes and lists as answers, and exact duplicates. The original stays as it is. The new"
                            + " version says what it is a repair of, and its lint is made with the original's settings.")
    @APIResponse(
            responseCode = "201",
            description = "The repaired version",
            headers = @Header(name = "Location", schema = @Schema(type = STRING)),
            content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(
            responseCode = "200",
            description = "The version that was repaired so before; the suite itself, if there is nothing to repair",
            content = @Content(schema = @Schema(implementation = SuiteResponse.class)))
    @APIResponse(responseCode = "404", description = "There is none of this id or name")
    @APIResponse(responseCode = "409", description = "It is not ready")
    public Response fix(@Parameter(example = "world-facts.v1") @PathParam("id") String id) throws IOException {
        return SuiteResource.answer(imports.fix(id));
    }
}
