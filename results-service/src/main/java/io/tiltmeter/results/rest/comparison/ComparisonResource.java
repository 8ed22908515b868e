package io.tiltmeter.results.rest.comparison;

import io.tiltmeter.results.application.QueryFaults;
import io.tiltmeter.results.application.comparison.ComparedRuns;
import io.tiltmeter.results.application.comparison.ComparisonReader;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Several runs at equal standard accuracy. */
@Path("/api/v1/comparison")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class ComparisonResource {
    private final Transactions transactions;
    private final ComparisonReader reader;

    public ComparisonResource(Transactions transactions, ComparisonReader reader) {
        this.transactions = transactions;
        this.reader = reader;
    }

    @GET
    @Operation(
            summary =
                    "Compare runs: counterfactual accuracy at equal standard mean, the trade-off frontier, paired tests")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = ComparisonView.class),
                            examples = @ExampleObject(name = "two runs", value = ComparisonExamples.COMPARISON)))
    @APIResponse(
            responseCode = "400",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "two faults", value = ComparisonExamples.BAD)))
    public ComparisonView comparison(
            @Parameter(description = ComparisonQuery.RUNS, required = true, example = "lab-20-full,lab-20-lora")
                    @QueryParam("runs")
                    Optional<String> runs,
            @Parameter(description = "a knowledge-conflict suite of all the runs; by default their first common one")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER) @QueryParam("scorer") Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM) @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS) @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE) @QueryParam("slice") Optional<String> slice,
            @Parameter(description = ComparisonQuery.AT, example = "0.9") @QueryParam("at") Optional<String> at,
            @Parameter(description = ComparisonQuery.TOLERANCE, example = "0.02") @QueryParam("tolerance")
                    Optional<String> tolerance,
            @Parameter(description = ComparisonQuery.CROSSING, example = "last") @QueryParam("crossing")
                    Optional<String> crossing) {
        QueryFaults faults = new QueryFaults();
        ComparisonQuery query = ComparisonQuery.of(runs, at, tolerance, crossing, faults);
        SeriesQuery series =
                faults.read(() -> SeriesQuery.of(suite, scorer, arm, items).sliced(slice), SeriesQuery.DEFAULT);
        faults.throwIfAny();
        ComparedRuns compared = transactions.run(handle -> reader.read(handle, query.runs(), series));
        return new ComparisonWriter(compared, query).view(series);
    }
}
