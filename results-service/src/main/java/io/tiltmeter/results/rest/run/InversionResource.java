package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictReader;
import io.tiltmeter.results.persistence.StoredRun;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.results.verdict.Verdict;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The verdicts on runs. */
@Path("/api/v1/runs")
@Tag(name = "Runs")
@Produces(MediaType.APPLICATION_JSON)
public class InversionResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final VerdictReader verdicts;

    public InversionResource(Transactions transactions, RunReader reader, VerdictReader verdicts) {
        this.transactions = transactions;
        this.reader = reader;
        this.verdicts = verdicts;
    }

    @GET
    @Path("{id}/inversion")
    @Operation(summary = "The verdict: did reliance on the context fall from its peak, and how sure is that")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = InversionView.class),
                            examples = @ExampleObject(name = "an inversion", value = Examples.INVERSION)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public InversionView inversion(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(
                            description = "a knowledge-conflict suite of the run; by default all of them together",
                            example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER, example = "first_mention") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS, example = "all") @QueryParam("items") Optional<String> items,
            @Parameter(description = SeriesQuery.SLICE, example = "relation:capital") @QueryParam("slice")
                    Optional<String> slice) {
        SeriesQuery query = SeriesQuery.of(suite, scorer, arm, items).sliced(slice);
        return transactions.run(handle -> {
            StoredRun run = reader.find(handle, id);
            ScoredRun scored = reader.read(handle, run, query);
            if (query.suite().isPresent() || scored.conflictSuite().isEmpty()) {
                return InversionView.of(scored, verdicts.judge(handle, scored));
            }
            List<InversionView> suites = verdicts.bySuite(handle, scored, query).values().stream()
                    .map(one -> InversionView.of(one, verdicts.judge(handle, one)))
                    .toList();
            Verdict overall = verdicts.overall(handle, scored, query).orElseThrow();
            return InversionView.overall(scored, overall, suites);
        });
    }
}
