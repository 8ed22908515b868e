package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.ProbeQueries;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.export.ExportFormat;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was measured inside the models of a run. */
@Path("/api/v1/runs/{id}/probes")
@Tag(name = "Runs")
public class ProbeResource {
    private final RunQueries runs;
    private final ProbeQueries probes;

    public ProbeResource(RunQueries runs, ProbeQueries probes) {
        this.runs = runs;
        this.probes = probes;
    }

    private enum Format implements ExportFormat {
        JSON,
        CSV;

        @Override
        public String mediaType() {
            return this == JSON ? MediaType.APPLICATION_JSON : Csv.MEDIA_TYPE;
        }
    }

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    @Operation(
            summary =
                    "What probes measured at every checkpoint: attention on the context, losses by class; JSON or CSV")
    @APIResponseSchema(ProbesResponse.class)
    @Transactional
    public Response probes(@PathParam("id") String id, @BeanParam FormatParameters formats) {
        QueryFaults faults = new QueryFaults();
        Format format = formats.choose(Format.values(), faults);
        Formulas formulas = formats.formulas(faults);
        faults.check();
        ProbesResponse found = ProbesResponse.of(id, probes.ofRun(runs.find(id)));
        return format == Format.CSV
                ? FormatParameters.inline(
                        Csv.of(ProbesResponse.Line.class, found.lines(), formulas), format, id + "-probes")
                : Response.ok(found, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
