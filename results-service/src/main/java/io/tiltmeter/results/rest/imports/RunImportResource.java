package io.tiltmeter.results.rest.imports;

import io.tiltmeter.results.application.imports.HarnessImportRequest;
import io.tiltmeter.results.application.imports.HarnessImportResult;
import io.tiltmeter.results.application.imports.HarnessImportService;
import io.tiltmeter.results.application.imports.RunImportRequest;
import io.tiltmeter.results.application.imports.RunImportResult;
import io.tiltmeter.results.application.imports.RunImportService;
import io.tiltmeter.results.imports.ImportReader;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Imports of runs that were trained and evaluated elsewhere: their curves, or the labels of their items. */
@Path("/api/v1/runs/import")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class RunImportResource {
    private static final int MAX_TABLE_BYTES = 32 << 20;
    private static final String REMEDY = "import several suites, each by itself";

    private final RunImportService runs;
    private final HarnessImportService harness;

    public RunImportResource(RunImportService runs, HarnessImportService harness) {
        this.runs = runs;
        this.harness = harness;
    }

    @POST
    @BodyInMemory(
            maxBytes = Upload.MAX_FILE_BYTES,
            timesItsSize = Upload.TIMES_ITS_SIZE,
            valuesBytes = Upload.VALUES_BYTES)
    @Consumes({MediaType.APPLICATION_JSON, "text/csv", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Import a run: its curve, the labels of its items, or a results file of lm-evaluation-harness")
    @APIResponseSchema(value = RunImportResult.class, responseCode = "201")
    public Response importFile(
            @QueryParam("name") Optional<String> name,
            @QueryParam("suite") Optional<String> suite,
            @QueryParam("same_items") Optional<String> sameItems,
            @BeanParam ImportParameters parameters,
            InputStream body) {
        byte[] bytes = Upload.bytes(body, Upload.MAX_FILE_BYTES, REMEDY);
        RunImportRequest request = parameters.run(name, suite, sameItems, new QueryFaults());
        ImportReader.Form form = Upload.form(bytes);
        if (form == ImportReader.Form.JSON && Upload.isHarness(bytes)) {
            HarnessImportRequest ofFile = parameters.harness(request, new QueryFaults());
            HarnessImportResult result = harness.importFile(bytes, ofFile);
            return Upload.response(result.stored() + result.replaced() > 0, result.runId(), result);
        }
        Upload.checkLength(bytes, MAX_TABLE_BYTES, REMEDY);
        RunImportResult result = runs.importFile(bytes, form, request);
        return Upload.response(!result.state().equals("unchanged"), result.runId(), result);
    }
}
