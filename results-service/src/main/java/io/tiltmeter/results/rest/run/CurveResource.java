package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.curve.CurveView;
import io.tiltmeter.results.application.curve.CurveWriter;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.CurveCsv;
import io.tiltmeter.results.export.CurvePicture;
import io.tiltmeter.results.export.ParquetTable;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The inversion curves of runs. */
@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class CurveResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final CurveWriter writer;

    public CurveResource(Transactions transactions, RunReader reader, CurveWriter writer) {
        this.transactions = transactions;
        this.reader = reader;
        this.writer = writer;
    }

    @GET
    @Path("{id}/curves")
    @Produces({MediaType.APPLICATION_JSON, CurveCsv.MEDIA_TYPE, CurvePicture.MEDIA_TYPE, ParquetTable.MEDIA_TYPE})
    @Operation(summary = "The inversion curve: every accuracy at every scored checkpoint, as JSON, CSV or a picture")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CurveView.class),
                        examples = @ExampleObject(name = "two checkpoints", value = Examples.CURVE)),
                @Content(
                        mediaType = CurveCsv.MEDIA_TYPE,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "one checkpoint", value = Examples.CSV)),
                @Content(mediaType = CurvePicture.MEDIA_TYPE, schema = @Schema(implementation = String.class)),
                @Content(
                        mediaType = ParquetTable.MEDIA_TYPE,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public Response curve(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "a knowledge-conflict suite of the run; by default its first", example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER, example = "first_mention") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS, example = "all") @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE, example = "relation:capital") @QueryParam("slice")
                    Optional<String> slice,
            @Parameter(description = "step, examples, epochs or standard", example = "standard") @QueryParam("x")
                    Optional<String> x,
            @Parameter(
                            description = "json, csv, svg or parquet; by default what the Accept header says",
                            example = "csv")
                    @QueryParam("format")
                    Optional<String> format,
            HttpHeaders headers) {
        CurveFormat wanted = CurveFormat.of(format, headers.getAcceptableMediaTypes());
        XAxis axis = XAxis.of(x);
        SeriesQuery query = SeriesQuery.of(suite, scorer, arm, items).sliced(slice);
        return wanted.answer(transactions.run(
                handle -> writer.view(handle, reader.read(handle, reader.find(handle, id), query), axis, slice)));
    }
}
