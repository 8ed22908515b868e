package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.export.Csv;
import io.tiltmeter.results.persistence.ScoreList;
import io.tiltmeter.results.rest.Paging;
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
import java.util.OptionalInt;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Every evaluation of a run: all scorers, all arms, side by side. */
@Path("/api/v1/runs/{id}/scores")
@Tag(name = "Scores", description = "Every evaluation of a run, by every scorer, in every arm")
public class ScoreResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final ScoreList scores;

    public ScoreResource(Transactions transactions, RunReader reader, ScoreList scores) {
        this.transactions = transactions;
        this.reader = reader;
        this.scores = scores;
    }

    /**
     * Some evaluations.
     *
     * @param total evaluations there are
     */
    public record ScorePage(String runId, List<ScoreView> scores, long total, int limit, int offset) {}

    @GET
    @Produces({MediaType.APPLICATION_JSON, Csv.MEDIA_TYPE})
    @Operation(summary = "Every evaluation of a run, by step, suite, arm and scorer, as JSON or CSV")
    @APIResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ScorePage.class),
                        examples = @ExampleObject(name = "one of two", value = ScoreExamples.SCORES)),
                @Content(mediaType = Csv.MEDIA_TYPE, schema = @Schema(implementation = String.class))
            })
    public Response scores(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "those of one checkpoint alone", example = "14") @QueryParam("step")
                    Optional<String> step,
            @Parameter(description = "json or csv; by default what the Accept header says", example = "csv")
                    @QueryParam("format")
                    Optional<String> format,
            @Parameter(description = "at most so many, 1 to 1000", example = "50") @QueryParam("limit")
                    Optional<String> limit,
            @Parameter(description = "after so many", example = "0") @QueryParam("offset") Optional<String> offset,
            HttpHeaders headers) {
        Paging paging = Paging.of(limit, offset);
        OptionalInt at = step.map(ScoreResource::step).map(OptionalInt::of).orElse(OptionalInt.empty());
        boolean csv = isCsv(format, headers.getAcceptableMediaTypes());
        ScorePage page = transactions.run(handle -> {
            reader.find(handle, id);
            return new ScorePage(
                    id,
                    scores.rows(handle, id, at, paging.limit(), paging.offset()).stream()
                            .map(ScoreView::of)
                            .toList(),
                    scores.count(handle, id, at),
                    paging.limit(),
                    paging.offset());
        });
        return csv
                ? Response.ok(csv(page), Csv.MEDIA_TYPE + ";charset=UTF-8")
                        .header("Content-Disposition", "inline; filename=\"" + id + "-scores.csv\"")
                        .build()
                : Response.ok(page, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static String csv(ScorePage page) {
        Csv csv = new Csv().line(ScoreView.HEADER);
        page.scores().forEach(score -> csv.line(score.cells(page.runId())));
        return csv.toString();
    }

    /**
     * A step of a query.
     *
     * @throws InvalidRequest if it is none
     */
    public static int step(String text) {
        if (text.matches("\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw new InvalidRequest(List.of(new Fault(
                "step", text, "is not a whole number of optimizer steps", "send a step of the curve, such as step=0")));
    }

    private static boolean isCsv(Optional<String> format, List<MediaType> acceptable) {
        if (format.isPresent() && !List.of("json", "csv").contains(format.get())) {
            throw new InvalidRequest(
                    List.of(new Fault("format", format.get(), "is not one of json, csv", "leave it out for json")));
        }
        return format.map("csv"::equals)
                .orElseGet(() -> acceptable.stream()
                        .map(type -> type.getType() + "/" + type.getSubtype())
                        .filter(type -> type.equals(Csv.MEDIA_TYPE) || type.equals(MediaType.APPLICATION_JSON))
                        .findFirst()
                        .filter(Csv.MEDIA_TYPE::equals)
                        .isPresent());
    }
}
