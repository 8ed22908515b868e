package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.export.evidence.EvidenceArchive;
import io.tiltmeter.results.export.evidence.EvidenceExport;
import io.tiltmeter.results.export.evidence.EvidenceExport.Outcomes;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs/{id}/evidence")
@Tag(name = "Exports")
public class EvidenceResource {
    private static final String ZIP = "application/zip";

    private final EvidenceExport evidence;

    public EvidenceResource(EvidenceExport evidence) {
        this.evidence = evidence;
    }

    private enum Included {
        TRUE,
        FALSE
    }

    @GET
    @Produces(ZIP)
    @Operation(summary = "All data behind the figures of a run, in one zip archive")
    public Response evidence(@PathParam("id") String id, @QueryParam("outcomes") Optional<String> outcomes) {
        QueryFaults faults = new QueryFaults();
        Included included = faults.choice("outcomes", outcomes, Included.TRUE);
        faults.check();
        EvidenceArchive archive = evidence.of(id, included == Included.TRUE ? Outcomes.INCLUDED : Outcomes.LEFT_OUT);
        return FormatParameters.attachment((StreamingOutput) archive::writeTo, ZIP, id + "-evidence.zip");
    }
}
