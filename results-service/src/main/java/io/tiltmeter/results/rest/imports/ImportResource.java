package io.tiltmeter.results.rest.imports;

import io.tiltmeter.results.application.imports.HarnessImportRequest;
import io.tiltmeter.results.application.imports.HarnessImportResult;
import io.tiltmeter.results.application.imports.HarnessImportService;
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

/** Imports of results files, whose checkpoints become points of our charts. */
@Path("/api/v1/results/import")
@Tag(name = "lm-evaluation-harness")
@Produces(MediaType.APPLICATION_JSON)
public class ImportResource {
    private final HarnessImportService imports;

    public ImportResource(HarnessImportService imports) {
        this.imports = imports;
    }

    @POST
    @BodyInMemory(
            maxBytes = Upload.MAX_FILE_BYTES,
            timesItsSize = Upload.TIMES_ITS_SIZE,
            valuesBytes = Upload.VALUES_BYTES)
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(summary = "Import one results file of lm-evaluation-harness as a checkpoint of a run")
    @APIResponseSchema(value = HarnessImportResult.class, responseCode = "201")
    public Response importFile(
            @BeanParam ImportParameters parameters,
            @QueryParam("run_name") Optional<String> runName,
            InputStream body) {
        byte[] bytes = Upload.bytes(body, Upload.MAX_FILE_BYTES, "send the results file without samples");
        HarnessImportRequest request = parameters.harness(runName, new QueryFaults());
        HarnessImportResult result = imports.importFile(bytes, request);
        return Upload.response(result.stored() + result.replaced() > 0, result.runId(), result);
    }
}
