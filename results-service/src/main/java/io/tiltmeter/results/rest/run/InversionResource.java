package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.results.verdict.Verdict;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class InversionResource {
    private final RunQueries runs;
    private final VerdictQueries verdicts;

    public InversionResource(RunQueries runs, VerdictQueries verdicts) {
        this.runs = runs;
        this.verdicts = verdicts;
    }

    @GET
    @Path("{id}/inversion")
    @Operation(summary = "The verdict: did reliance on the context fall from its peak, and how sure is that")
    public InversionResponse inversion(@PathParam("id") String id, @BeanParam SeriesParameters series) {
        QueryFaults faults = new QueryFaults();
        SeriesQuery query = series.query(faults);
        faults.check();
        return inversion(id, query);
    }

    @Transactional
    public InversionResponse inversion(String id, SeriesQuery query) {
        ScoredRun scored = runs.scored(id, query);
        if (query.suite().isPresent() || scored.conflictSuite().isEmpty()) {
            return InversionResponse.of(scored, verdicts.judge(scored));
        }
        List<InversionResponse> suites = verdicts.bySuite(scored, query).values().stream()
                .map(one -> InversionResponse.of(one, verdicts.judge(one)))
                .toList();
        Verdict overall = verdicts.overall(scored, query).orElseThrow();
        return InversionResponse.overall(scored, overall, suites);
    }
}
