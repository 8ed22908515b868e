package io.tiltmeter.results.rest.run;

import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.RunWarnings;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.application.run.VerdictReader;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.results.rest.Paging;
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

/** Runs and where they stand. */
@Path("/api/v1/runs")
@Tag(name = "Runs", description = "Where runs stand, their inversion curves and verdicts")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {

    private final Transactions transactions;
    private final RunStore runs;
    private final RunReader reader;
    private final VerdictReader verdicts;
    private final RunWarnings warnings;

    public RunResource(
            Transactions transactions, RunStore runs, RunReader reader, VerdictReader verdicts, RunWarnings warnings) {
        this.transactions = transactions;
        this.runs = runs;
        this.reader = reader;
        this.verdicts = verdicts;
        this.warnings = warnings;
    }

    /**
     * Some runs.
     *
     * @param total runs there are
     */
    public record RunPage(List<RunSummary> runs, long total, int limit, int offset) {}

    @GET
    @Operation(summary = "List runs, the newest request first")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = RunPage.class),
                            examples = @ExampleObject(name = "one run", value = Examples.RUNS)))
    @APIResponse(
            responseCode = "400",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "two faults", value = Examples.BAD_PAGING)))
    public RunPage list(
            @Parameter(description = "at most so many, 1 to 1000", example = "50") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "after so many", example = "0") @QueryParam("offset") Optional<String> offset) {
        Paging paging = Paging.of(limit, offset);
        return transactions.run(handle -> new RunPage(
                runs.list(handle, paging.limit(), paging.offset()).stream()
                        .map(run -> reader.read(handle, run, SeriesQuery.DEFAULT))
                        .map(scored -> RunSummary.of(
                                scored,
                                verdicts.overall(handle, scored, SeriesQuery.DEFAULT),
                                warnings.of(handle, scored)))
                        .toList(),
                runs.count(handle),
                paging.limit(),
                paging.offset()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One run: progress, settings, and each checkpoint's way from plan to score")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = RunDetail.class),
                            examples = @ExampleObject(name = "in training", value = Examples.RUN)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public RunDetail one(@Parameter(example = "lab-20-full") @PathParam("id") String id) {
        return transactions.run(handle -> {
            ScoredRun scored = reader.read(handle, reader.find(handle, id), SeriesQuery.DEFAULT);
            return RunDetail.of(
                    scored,
                    verdicts.overall(handle, scored, SeriesQuery.DEFAULT),
                    warnings.of(handle, scored),
                    runs.failures(handle, id));
        });
    }
}
