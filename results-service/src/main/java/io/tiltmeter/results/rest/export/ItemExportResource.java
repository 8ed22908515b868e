package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.export.ItemExport;
import io.tiltmeter.results.export.ItemExportFormat;
import io.tiltmeter.results.export.ParquetWriter;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import jakarta.ws.rs.BeanParam;
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

@Path("/api/v1/runs/{id}/exports/items")
@Tag(name = "Exports")
public class ItemExportResource {
    private final ItemExport export;

    public ItemExportResource(ItemExport export) {
        this.export = export;
    }

    @GET
    @Produces({Csv.MEDIA_TYPE, "application/x-ndjson", ParquetWriter.MEDIA_TYPE})
    @Operation(summary = "All items of a run in long form: a row an item, checkpoint, suite, scorer and arm")
    public Response items(
            @PathParam("id") String id,
            @QueryParam("suite") Optional<String> suite,
            @QueryParam("scorer") Optional<String> scorer,
            @QueryParam("arm") Optional<String> arm,
            @BeanParam FormatParameters formats) {
        QueryFaults faults = new QueryFaults();
        ItemExportFormat format = formats.choose(ItemExportFormat.values(), faults);
        Formulas formulas = formats.formulas(faults);
        faults.check();
        ItemExport.Selection selection = export.select(id, suite, scorer, arm);
        StreamingOutput body = out -> export.write(selection, format, formulas, out);
        return FormatParameters.attachment(body, format.contentType(), id + "-items." + format.extension());
    }
}
