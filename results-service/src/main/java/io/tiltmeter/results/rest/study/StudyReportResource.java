package io.tiltmeter.results.rest.study;

import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.study.StudyQueries;
import io.tiltmeter.results.export.ExportFormat;
import io.tiltmeter.results.export.Svg;
import io.tiltmeter.results.export.study.StudyFigure;
import io.tiltmeter.results.export.study.StudyFigures;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/studies")
@Tag(name = "Studies")
public class StudyReportResource {
    private final StudyQueries studies;

    public StudyReportResource(StudyQueries studies) {
        this.studies = studies;
    }

    private enum Format implements ExportFormat {
        HTML,
        SVG;

        @Override
        public String mediaType() {
            return this == SVG ? Svg.MEDIA_TYPE : MediaType.TEXT_HTML;
        }
    }

    @GET
    @Path("{id}/report")
    @Produces(MediaType.TEXT_HTML)
    @Operation(summary = "The report of a study: one HTML document with tables and pictures, which needs no network")
    @Transactional
    public Response report(@PathParam("id") String id, @BeanParam SeriesParameters series) {
        SeriesQuery query = query(series);
        return FormatParameters.inline(
                new StudyReportWriter(studies.matrix(id, query), query).html(), Format.HTML, id + "-report");
    }

    @GET
    @Path("{id}/figures/{figure}")
    @Produces(Svg.MEDIA_TYPE)
    @Operation(summary = "One picture of the report as SVG on white ground, for papers")
    @Transactional
    public Response figure(
            @PathParam("id") String id, @PathParam("figure") String figure, @BeanParam SeriesParameters series) {
        Map<String, StudyFigure> figures = new StudyFigures(studies.matrix(id, query(series))).all();
        List<String> files =
                figures.keySet().stream().map(name -> name + ".svg").toList();
        StudyFigure found = Optional.of(figure)
                .filter(files::contains)
                .map(file -> figures.get(file.substring(0, file.length() - ".svg".length())))
                .orElseThrow(() -> new NotFound("figure", figure, files));
        return FormatParameters.inline(found.document(), Format.SVG, id + "-" + found.name());
    }

    private static SeriesQuery query(SeriesParameters series) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery query = series.query(faults);
        faults.check();
        return query;
    }
}
