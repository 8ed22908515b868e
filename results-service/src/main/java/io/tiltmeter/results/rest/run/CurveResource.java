package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.curve.CurveQueries;
import io.tiltmeter.results.application.curve.RunCurve;
import io.tiltmeter.results.application.curve.XAxis;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.export.CurveFormat;
import io.tiltmeter.results.export.CurveSvg;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.export.ParquetWriter;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs")
@Tag(name = "Runs")
public class CurveResource {
    private final CurveQueries curves;

    public CurveResource(CurveQueries curves) {
        this.curves = curves;
    }

    @GET
    @Path("{id}/curves")
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE, CurveSvg.MEDIA_TYPE, ParquetWriter.MEDIA_TYPE})
    @Operation(summary = "The inversion curve: every accuracy at every scored checkpoint, as JSON, CSV, SVG or Parquet")
    @APIResponseSchema(RunCurve.class)
    public Response curve(
            @PathParam("id") String id,
            @BeanParam SeriesParameters series,
            @QueryParam("x") Optional<String> x,
            @BeanParam FormatParameters formats) {
        QueryFaults faults = new QueryFaults();
        CurveFormat format = formats.choose(CurveFormat.values(), faults);
        Formulas formulas = formats.formulas(faults);
        XAxis axis = faults.choice("x", x, XAxis.STEP);
        SeriesQuery query = series.query(faults);
        faults.check();
        RunCurve curve = curves.curve(id, query, axis);
        String name = id + "-curve";
        return switch (format) {
            case CSV -> FormatParameters.inline(format.body(curve, formulas), format, name);
            case PARQUET ->
                FormatParameters.attachment(
                        format.body(curve, formulas), format.contentType(), name + "." + format.extension());
            case JSON, SVG ->
                Response.ok(format.body(curve, formulas), format.contentType()).build();
        };
    }
}
