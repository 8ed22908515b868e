package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.application.run.WarningQueries;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

@Path("/api/v1/runs")
@Tag(name = "Runs", description = "Progress of runs, their inversion curves and verdicts")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {
    private final Transactions transactions;
    private final RunQueries runs;
    private final VerdictQueries verdicts;
    private final WarningQueries warnings;

    public RunResource(Transactions transactions, RunQueries runs, VerdictQueries verdicts, WarningQueries warnings) {
        this.transactions = transactions;
        this.runs = runs;
        this.verdicts = verdicts;
        this.warnings = warnings;
    }

    /**
     * Some runs.
     *
     * @param total runs there are
     */
    public record RunListResponse(List<RunSummaryResponse> runs, long total, int limit, int offset) {}

    @GET
    @Operation(summary = "List runs, the newest request first")
    public RunListResponse list(@BeanParam PageParameters parameters) {
        QueryFaults faults = new QueryFaults();
        Page page = faults.page(parameters);
        faults.check();
        return transactions.run(handle -> new RunListResponse(
                runs.list(handle, page).stream()
                        .map(run -> summary(handle, runs.scored(handle, run, SeriesQuery.DEFAULT)))
                        .toList(),
                runs.count(handle),
                page.limit(),
                page.offset()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: progress, settings, and the state of each checkpoint")
    public RunResponse one(@PathParam("id") String id) {
        return transactions.run(handle -> {
            ScoredRun scored = runs.scored(handle, id, SeriesQuery.DEFAULT);
            return RunResponse.of(scored, summary(handle, scored), runs.failures(handle, id));
        });
    }

    private RunSummaryResponse summary(Handle handle, ScoredRun scored) {
        return RunSummaryResponse.of(
                scored, verdicts.overall(handle, scored, SeriesQuery.DEFAULT), warnings.of(handle, scored));
    }
}
