package io.tiltmeter.results.api;

import io.tiltmeter.results.api.series.SeriesQuery;
import io.tiltmeter.results.store.RunStore;
import io.tiltmeter.results.store.StoredRun;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs, their curves and their verdicts. */
@Path("/api/v1/runs")
@Tag(name = "Runs", description = "Where runs stand, their inversion curves and verdicts")
@Produces(MediaType.APPLICATION_JSON)
public class RunResource {
    static final String SCORER = "the rule that judges; contains by default";
    static final String ARM = "how the suite was put to the model; the run's main arm by default";
    static final String ITEMS = "all, or known for those whose memory answer the base model gives without the context";

    private final Transactions transactions;
    private final RunStore runs;
    private final RunReader reader;

    public RunResource(Transactions transactions, RunStore runs, RunReader reader) {
        this.transactions = transactions;
        this.runs = runs;
        this.reader = reader;
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
                        .map(scored -> RunSummary.of(scored, reader.judge(handle, scored)))
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
            return RunDetail.of(scored, reader.judge(handle, scored), runs.failures(handle, id));
        });
    }

    @GET
    @Path("{id}/curves")
    @Produces({MediaType.APPLICATION_JSON, CurveCsv.MEDIA_TYPE, CurvePicture.MEDIA_TYPE})
    @Operation(summary = "The inversion curve: every accuracy at every scored checkpoint, as JSON, CSV or a picture")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = CurveView.class),
                        examples = @ExampleObject(name = "two checkpoints", value = Examples.CURVE)),
                @Content(
                        mediaType = CurveCsv.MEDIA_TYPE,
                        schema = @Schema(implementation = String.class),
                        examples = @ExampleObject(name = "one checkpoint", value = Examples.CSV)),
                @Content(mediaType = CurvePicture.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public Response curve(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "a knowledge-conflict suite of the run; by default its first", example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SCORER, example = "first_mention") @QueryParam("scorer") Optional<String> scorer,
            @Parameter(description = ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = ITEMS, example = "all") @QueryParam("items") Optional<String> items,
            @Parameter(description = "json, csv or svg; by default what the Accept header says", example = "csv")
                    @QueryParam("format")
                    Optional<String> format,
            HttpHeaders headers) {
        CurveFormat wanted = CurveFormat.of(format, headers.getAcceptableMediaTypes());
        SeriesQuery query = SeriesQuery.of(suite, scorer, arm, items);
        return wanted.answer(transactions.run(handle -> reader.read(handle, reader.find(handle, id), query)));
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
            @Parameter(description = "a knowledge-conflict suite of the run; by default its first", example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SCORER, example = "first_mention") @QueryParam("scorer") Optional<String> scorer,
            @Parameter(description = ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = ITEMS, example = "all") @QueryParam("items") Optional<String> items) {
        SeriesQuery query = SeriesQuery.of(suite, scorer, arm, items);
        return transactions.run(handle -> {
            StoredRun run = reader.find(handle, id);
            ScoredRun scored = reader.read(handle, run, query);
            return InversionView.of(scored, reader.judge(handle, scored));
        });
    }
}
