package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.RunWarning;
import io.tiltmeter.results.application.run.RunWarnings;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.results.warning.WarningRule;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
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

/** The live warnings of runs. */
@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class WarningResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final RunWarnings warnings;

    public WarningResource(Transactions transactions, RunReader reader, RunWarnings warnings) {
        this.transactions = transactions;
        this.reader = reader;
        this.warnings = warnings;
    }

    @GET
    @Path("{id}/warning")
    @Operation(
            summary = "The live warning: is smoothed reliance on the context well below its best, and for how long",
            description =
                    "none, watch, inverted or recovered, in step order as far as every checkpoint is scored or given"
                            + " up. With items or slice it is of the one suite whose items they choose. A run whose"
                            + " early_stopping says so is stopped by it; that uses the run's own numbers, whatever"
                            + " is asked for here.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = WarningView.class),
                            examples = @ExampleObject(name = "inverted", value = WarningExamples.WARNING)))
    @APIResponse(
            responseCode = "400",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "three faults", value = WarningExamples.BAD_RULE)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public WarningView warning(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(
                            description =
                                    "a knowledge-conflict suite of the run; by default the one with the gravest state",
                            example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER, example = "first_mention") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS, example = "all") @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE, example = "relation:capital") @QueryParam("slice")
                    Optional<String> slice,
            @Parameter(description = "checkpoints in a mean, 1 to 1000; by default the run's own, or 5", example = "5")
                    @QueryParam("window")
                    Optional<String> window,
            @Parameter(
                            description =
                                    "how far below its best a mean must lie to count, a difference of accuracies above"
                                            + " 0 and at most 1; by default the run's own, or 0.08",
                            example = "0.08")
                    @QueryParam("threshold")
                    Optional<String> threshold,
            @Parameter(
                            description =
                                    "how many means in a row move the state, 1 to 1000; by default the run's own, or 5",
                            example = "5")
                    @QueryParam("patience")
                    Optional<String> patience) {
        WarningQuery.Read query = WarningQuery.of(
                () -> SeriesQuery.of(suite, scorer, arm, items).sliced(slice), window, threshold, patience);
        return transactions.run(handle -> {
            StoredRun run = reader.find(handle, id);
            ScoredRun scored = reader.read(handle, run, query.series());
            WarningRule rule = query.rule(RunWarnings.rule(run));
            RunWarning warning = warnings.of(handle, scored, rule);
            if (scored.chosen().isPresent()) {
                return WarningView.of(scored, warning.only(scored.conflictSuite()), scored.conflictSuite());
            }
            return WarningView.of(scored, warning, query.series().suite().flatMap(asked -> scored.conflictSuite()));
        });
    }
}
