package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.application.comparison.ComparedRuns;
import io.tiltmeter.results.application.comparison.ComparisonQueries;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.rest.SeriesParameters;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/api/v1/comparison")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class ComparisonResource {
    private final ComparisonQueries comparisons;

    public ComparisonResource(ComparisonQueries comparisons) {
        this.comparisons = comparisons;
    }

    @GET
    @Operation(
            summary =
                    "Compare runs: counterfactual accuracy at equal standard mean, the trade-off frontier, paired tests")
    @Transactional
    public ComparisonResponse comparison(
            @BeanParam ComparisonParameters parameters, @BeanParam SeriesParameters seriesParameters) {
        QueryFaults faults = new QueryFaults();
        ComparisonParameters.Query query = parameters.query(faults);
        SeriesQuery series = seriesParameters.query(faults);
        faults.check();
        ComparedRuns compared = comparisons.read(query.runs(), series);
        return new ComparisonWriter(compared, query).response(series);
    }
}
