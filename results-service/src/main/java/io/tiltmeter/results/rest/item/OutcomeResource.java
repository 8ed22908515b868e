package io.tiltmeter.results.rest.item;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.results.application.item.AnsweredItems;
import io.tiltmeter.results.application.run.ItemChoice.Chosen;
import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.curve.ItemShares;
import io.tiltmeter.results.persistence.StoredScore;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.results.rest.Paging;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jdbi.v3.core.Handle;

/** What checkpoints answered, item by item. */
@Path("/api/v1/runs/{id}/outcomes")
@Tag(name = "Outcomes", description = "Single items: the question, the generated text, and which answer it holds")
@Produces(MediaType.APPLICATION_JSON)
public class OutcomeResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final AnsweredItems answers;

    public OutcomeResource(Transactions transactions, RunReader reader, AnsweredItems answers) {
        this.transactions = transactions;
        this.reader = reader;
        this.answers = answers;
    }

    @GET
    @Operation(summary = "Items of one suite at one checkpoint, with the text that was generated")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            schema = @Schema(implementation = OutcomesView.class),
                            examples = @ExampleObject(name = "one item", value = Examples.OUTCOMES)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public OutcomesView outcomes(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "the checkpoint's step", required = true, example = "14") @QueryParam("step")
                    Optional<String> step,
            @Parameter(description = "a suite of the run; by default its first conflict suite", example = "cf_lab")
                    @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = SeriesQuery.SCORER, example = "contains") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = SeriesQuery.ARM, example = "template") @QueryParam("arm") Optional<String> arm,
            @Parameter(description = SeriesQuery.ITEMS, example = "all") @QueryParam("items") Optional<String> filter,
            @Parameter(description = "any, context, memory, both or neither", example = "memory") @QueryParam("answer")
                    Optional<String> answer,
            @Parameter(description = "the id of a single item", example = "lab-conflict-20-17") @QueryParam("item")
                    Optional<String> item,
            @QueryParam("limit") Optional<String> limit,
            @QueryParam("offset") Optional<String> offset) {
        Paging paging = Paging.of(limit, offset);
        WantedAnswer wanted = answer(answer);
        int at = step(step);
        SeriesQuery query = SeriesQuery.of(suite, scorer, arm, filter);
        return transactions.run(handle -> {
            ScoredRun scored = reader.read(handle, reader.find(handle, id), SeriesQuery.DEFAULT);
            String name = suiteName(scored, suite);
            StoredScore score = score(reader.series(handle, scored, name, query), name, at);
            ItemShares shares = answers.shares(handle, score);
            Optional<Chosen> chosen = reader.chosen(handle, scored, name, query);
            int[] places = IntStream.range(0, shares.items().size())
                    .filter(place -> wanted.holds(shares.context()[place], shares.memory()[place]))
                    .filter(place ->
                            item.isEmpty() || item.get().equals(shares.items().id(place)))
                    .filter(place -> chosen.isEmpty()
                            || chosen.get().itemIds().contains(shares.items().id(place)))
                    .toArray();
            return view(handle, scored, score, places, paging);
        });
    }

    private OutcomesView view(Handle handle, ScoredRun scored, StoredScore score, int[] places, Paging paging) {
        return new OutcomesView(
                scored.run().state().runId(),
                score.score().step(),
                scored.nameOf(score),
                score.suiteId(),
                score.kind(),
                score.provenance().scorer(),
                score.provenance().scorerVersion(),
                score.provenance().arm(),
                score.provenance().engine(),
                scored.series().scorersOf(score.suiteId()),
                scored.series().armsOf(score.suiteId()),
                places.length,
                paging.limit(),
                paging.offset(),
                answers.read(handle, score, page(places, paging)).stream()
                        .map(OutcomesView.OutcomeItem::of)
                        .toList());
    }

    private static int[] page(int[] places, Paging paging) {
        return Arrays.stream(places).skip(paging.offset()).limit(paging.limit()).toArray();
    }

    private static String suiteName(ScoredRun scored, Optional<String> suite) {
        List<String> known = scored.names().all().stream().sorted().toList();
        if (suite.isEmpty()) {
            return scored.conflictSuite()
                    .or(() -> known.stream().findFirst())
                    .orElseThrow(() -> new NotFound("suite", "", known));
        }
        String name = scored.names().byId().getOrDefault(suite.get(), suite.get());
        if (!known.contains(name)) {
            throw new NotFound("suite", suite.get(), known);
        }
        return name;
    }

    private static StoredScore score(List<StoredScore> series, String suite, int step) {
        return series.stream()
                .filter(score -> score.score().step() == step)
                .findFirst()
                .orElseThrow(() -> new NotFound(
                        "checkpoint scored on " + suite + " at step",
                        Integer.toString(step),
                        series.stream()
                                .map(score -> Integer.toString(score.score().step()))
                                .toList()));
    }

    private static int step(Optional<String> step) {
        try {
            return Integer.parseInt(step.orElse(""));
        } catch (NumberFormatException notANumber) {
            throw new InvalidRequest(List.of(new Fault(
                    "step", step.orElse(""), "is not a whole number", "send a step of the curve, such as step=0")));
        }
    }

    private static WantedAnswer answer(Optional<String> name) {
        String wanted = name.orElse("any");
        return Arrays.stream(WantedAnswer.values())
                .filter(answer -> Json.name(answer).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new InvalidRequest(List.of(new Fault(
                        "answer",
                        wanted,
                        "is not one of any, context, memory, both, neither",
                        "leave it out for any"))));
    }
}
