package io.tiltmeter.results.rest.export;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.export.evidence.Evidence;
import io.tiltmeter.results.export.evidence.EvidenceArchive;
import io.tiltmeter.results.rest.Examples;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The evidence of a run. */
@Path("/api/v1/runs/{id}/evidence")
@Tag(name = "Exports")
public class EvidenceResource {
    private static final String ZIP = "application/zip";

    private final Evidence evidence;

    public EvidenceResource(Evidence evidence) {
        this.evidence = evidence;
    }

    @GET
    @Produces(ZIP)
    @Operation(
            summary = "All that stands behind the figures of a run, in one zip archive",
            description =
                    "Settings, hashes, seeds, engines, news, curves, verdicts, a report, and the outcomes of every"
                            + " item; README.md says how to check and compute it again, MANIFEST.sha256 has the hash of every"
                            + " entry. The same run gives the same bytes. It is sent as it is read; a file that is missing or"
                            + " damaged is named in MISSING.txt.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public Response evidence(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "false leaves the outcomes and questions out", example = "true")
                    @QueryParam("outcomes")
                    Optional<String> outcomes) {
        Evidence.Outcomes wanted = switch (outcomes.orElse("true")) {
            case "true" -> Evidence.Outcomes.INCLUDED;
            case "false" -> Evidence.Outcomes.LEFT_OUT;
            default ->
                throw new InvalidRequest(List.of(
                        new Fault("outcomes", outcomes.get(), "is neither true nor false", "leave it out for true")));
        };
        EvidenceArchive archive = evidence.of(id, wanted);
        StreamingOutput body = archive::writeTo;
        return Response.ok(body, ZIP)
                .header("Content-Disposition", "attachment; filename=\"" + id + "-evidence.zip\"")
                .build();
    }
}
