package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunQueries;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.WarningQueries;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import io.tiltmeter.results.warning.WarningRule;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class WarningResource {
    private final RunQueries runs;
    private final WarningQueries warnings;

    public WarningResource(RunQueries runs, WarningQueries warnings) {
        this.runs = runs;
        this.warnings = warnings;
    }

    @GET
    @Path("{id}/warning")
    @Operation(summary = "The live warning: is smoothed reliance on the context well below its best, and for how long")
    @Transactional
    public WarningResponse warning(
            @PathParam("id") String id, @BeanParam SeriesParameters series, @BeanParam WarningParameters parameters) {
        QueryFaults faults = new QueryFaults();
        UnaryOperator<WarningRule> rule = parameters.rule(faults);
        SeriesQuery query = series.query(faults);
        faults.check();
        ScoredRun scored = runs.scored(id, query);
        RunWarning warning = warnings.of(scored, rule.apply(WarningQueries.rule(scored.run())));
        if (scored.selected().isPresent()) {
            return WarningResponse.of(scored, warning.only(scored.conflictSuite()), scored.conflictSuite());
        }
        return WarningResponse.of(scored, warning, query.suite().flatMap(suite -> scored.conflictSuite()));
    }
}
