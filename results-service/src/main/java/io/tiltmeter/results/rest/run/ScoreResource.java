package io.tiltmeter.results.rest.run;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.export.ExportFormat;
import io.tiltmeter.results.export.Formulas;
import io.tiltmeter.results.rest.FormatParameters;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Every evaluation of a run: all scorers and all arms. */
@Path("/api/v1/runs/{id}/scores")
@Tag(name = "Scores", description = "Every evaluation of a run, by every scorer, in every arm")
public class ScoreResource {
    private final RunQueries runs;

    public ScoreResource(RunQueries runs) {
        this.runs = runs;
    }

    /**
     * Some evaluations.
     *
     * @param total evaluations there are
     */
    public record ScoreListResponse(String runId, List<ScoreResponse> scores, long total, int limit, int offset) {}

    private record Line(String runId, @JsonUnwrapped ScoreResponse score) {}

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
    @Operation(summary = "Every evaluation of a run, by step, suite, arm and scorer, as JSON or CSV")
    @APIResponseSchema(ScoreListResponse.class)
    public Response scores(
            @PathParam("id") String id,
            @QueryParam("step") Optional<String> step,
            @BeanParam FormatParameters formats,
            @BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        Page page = faults.page(parameters);
        Optional<Integer> at = faults.step("step", step);
        Format format = formats.choose(Format.values(), faults);
        Formulas formulas = formats.formulas(faults);
        faults.check();
        ScoreListResponse list = list(id, at, page);
        return format == Format.CSV
                ? FormatParameters.inline(csv(list, formulas), format, id + "-scores")
                : Response.ok(list, MediaType.APPLICATION_JSON_TYPE).build();
    }

    @Transactional
    ScoreListResponse list(String id, Optional<Integer> step, Page page) {
        runs.find(id);
        return new ScoreListResponse(
                id,
                runs.evaluations(id, step, page).stream().map(ScoreResponse::of).toList(),
                runs.countEvaluations(id, step),
                page.limit(),
                page.offset());
    }

    private static String csv(ScoreListResponse list, Formulas formulas) {
        return Csv.of(
                Line.class,
                list.scores().stream()
                        .map(score -> new Line(list.runId(), score))
                        .toList(),
                formulas);
    }
}
