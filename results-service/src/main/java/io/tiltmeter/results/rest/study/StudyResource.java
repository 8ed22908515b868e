package io.tiltmeter.results.rest.study;

import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.contracts.event.StudyUpdated;
import io.tiltmeter.contracts.event.StudyUpdated.Cell;
import io.tiltmeter.contracts.event.StudyUpdated.Condition;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.study.StudyQueries;
import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.export.ExportFormat;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/studies")
@Tag(name = "Studies", description = "What the runs of a study have found, condition by condition and seed by seed")
public class StudyResource {
    private final StudyQueries studies;

    public StudyResource(StudyQueries studies) {
        this.studies = studies;
    }

    /**
     * Some studies.
     *
     * @param total studies there are
     */
    public record StudyListResponse(List<StudySummary> studies, long total, int limit, int offset) {}

    /**
     * A study in a list.
     *
     * @param conditions their names, the reference first
     * @param runs how many there are
     * @param runsByStatus how many of those of which an event has arrived have each status
     */
    public record StudySummary(
            String studyId,
            List<String> conditions,
            List<Long> seeds,
            int runs,
            Map<RunStatus, Long> runsByStatus,
            Instant createdAt,
            Instant updatedAt) {
        private static StudySummary of(StudyUpdated study, Map<String, RunStatus> statuses) {
            List<String> runs =
                    study.cells().stream().map(Cell::runId).distinct().toList();
            return new StudySummary(
                    study.studyId(),
                    study.conditions().stream().map(Condition::name).toList(),
                    study.seeds(),
                    runs.size(),
                    runs.stream()
                            .filter(statuses::containsKey)
                            .collect(Collectors.groupingBy(
                                    statuses::get, () -> new EnumMap<>(RunStatus.class), Collectors.counting())),
                    study.createdAt(),
                    study.updatedAt());
        }
    }

    private enum Format implements ExportFormat {
        JSON,
        CSV;

        @Override
        public String mediaType() {
            return this == CSV ? Csv.MEDIA_TYPE : MediaType.APPLICATION_JSON;
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List studies, the newest first")
    @Transactional
    public StudyListResponse list(@BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        Page page = faults.page(parameters);
        faults.check();
        List<StudyUpdated> found = studies.list(page);
        Map<String, RunStatus> statuses = studies.statuses(found);
        return new StudyListResponse(
                found.stream().map(study -> StudySummary.of(study, statuses)).toList(),
                studies.count(),
                page.limit(),
                page.offset());
    }

    @GET
    @Path("{id}")
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    @Operation(summary = "One study: a matrix of conditions and seeds, and each condition's difference from the first")
    @APIResponseSchema(StudyResponse.class)
    public Response one(
            @PathParam("id") String id, @BeanParam SeriesParameters series, @BeanParam FormatParameters formats) {
        QueryFaults faults = new QueryFaults();
        Format format = formats.choose(Format.values(), faults);
        Formulas formulas = formats.formulas(faults);
        SeriesQuery query = series.query(faults);
        faults.check();
        StudyResponse study = read(id, query);
        return format == Format.CSV
                ? FormatParameters.inline(
                        Csv.of(StudyResponse.CellResponse.class, study.cells(), formulas), format, id + "-study")
                : Response.ok(study, MediaType.APPLICATION_JSON_TYPE).build();
    }

    @Transactional
    StudyResponse read(String id, SeriesQuery query) {
        return StudyResponse.of(studies.matrix(id, query));
    }
}
