package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.DeletionService;
import io.tiltmeter.results.application.run.RunAnnotationService;
import io.tiltmeter.results.application.run.RunListQueries;
import io.tiltmeter.results.application.run.RunListQueries.JudgedRun;
import io.tiltmeter.results.application.run.RunListQueries.RunList;
import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.RunSelection;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.application.run.WarningQueries;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.servicekit.rest.BodyInMemory;
import io.tiltmeter.servicekit.rest.Deletion;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.rest.QueryFlag;
import io.tiltmeter.servicekit.rest.RequestReader;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs")
@Tag(name = "Runs", description = "Progress of runs, their inversion curves and verdicts")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {
    private final RunQueries runs;
    private final RunListQueries lists;
    private final VerdictQueries verdicts;
    private final WarningQueries warnings;
    private final DeletionService deletions;
    private final RunAnnotationService annotations;

    public RunResource(
            RunQueries runs,
            RunListQueries lists,
            VerdictQueries verdicts,
            WarningQueries warnings,
            DeletionService deletions,
            RunAnnotationService annotations) {
        this.runs = runs;
        this.lists = lists;
        this.verdicts = verdicts;
        this.warnings = warnings;
        this.deletions = deletions;
        this.annotations = annotations;
    }

    /**
     * Some runs.
     *
     * @param total runs that are selected, on all pages
     */
    public record RunListResponse(List<ListedRunResponse> runs, long total, int limit, int offset) {}

    @GET
    @Operation(summary = "List runs, by default the newest request first")
    @Transactional
    public RunListResponse list(@BeanParam RunListParameters selected, @BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        RunSelection selection = selected.selection(faults);
        Page page = faults.page(parameters);
        faults.check();
        RunList found = lists.list(selection, page);
        Map<String, RunWarning> warningOf =
                warnings.of(found.runs().stream().map(JudgedRun::run).toList());
        return new RunListResponse(
                found.runs().stream()
                        .map(each -> ListedRunResponse.of(
                                each, warningOf.get(each.run().run().state().runId())))
                        .toList(),
                found.total(),
                page.limit(),
                page.offset());
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "Delete a run that consists of imports",
            description =
                    "With the imported files that no other run has. Files can be imported under its id again. A run that was trained or"
                            + " adopted is deleted at the service that it is from, which deletes it here too.")
    public Deletion delete(
            @PathParam("id") String id,
            @Parameter(description = "Whether the response only says what would be deleted", example = "true")
                    @QueryParam("dry_run")
                    String dryRun) {
        return deletions.deleteImported(id, QueryFlag.of("dry_run", dryRun));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: progress, settings, and the state of each checkpoint")
    @Transactional
    public RunResponse one(@PathParam("id") String id) {
        ScoredRun scored = runs.scored(id, SeriesQuery.DEFAULT);
        return RunResponse.of(
                scored,
                RunSummaryResponse.of(scored, verdicts.overall(scored, SeriesQuery.DEFAULT), warnings.of(scored)),
                runs.failures(id),
                runs.imports(scored.run()));
    }

    @PATCH
    @Path("{id}")
    @BodyInMemory
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @Operation(summary = "Name, tag, note or archive a run")
    public RunResponse annotate(@PathParam("id") String id, InputStream body) {
        annotations.annotate(id, RequestReader.parse(body));
        return one(id);
    }
}
