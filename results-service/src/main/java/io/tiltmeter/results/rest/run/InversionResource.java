package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictQueries;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.results.verdict.Verdict;
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

@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class InversionResource {
    private final Transactions transactions;
    private final RunQueries runs;
    private final VerdictQueries verdicts;

    public InversionResource(Transactions transactions, RunQueries runs, VerdictQueries verdicts) {
        this.transactions = transactions;
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

    public InversionResponse inversion(String id, SeriesQuery query) {
        return transactions.run(handle -> {
            ScoredRun scored = runs.scored(handle, id, query);
            if (query.suite().isPresent() || scored.conflictSuite().isEmpty()) {
                return InversionResponse.of(scored, verdicts.judge(handle, scored));
            }
            List<InversionResponse> suites = verdicts.bySuite(handle, scored, query).values().stream()
                    .map(one -> InversionResponse.of(one, verdicts.judge(handle, one)))
                    .toList();
            Verdict overall = verdicts.overall(handle, scored, query).orElseThrow();
            return InversionResponse.overall(scored, overall, suites);
        });
    }
}
