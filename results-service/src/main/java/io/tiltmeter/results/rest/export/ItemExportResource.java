package io.tiltmeter.results.rest.export;

import io.tiltmeter.results.application.run.RunReader;
import io.tiltmeter.results.application.run.ScoredRun;
import io.tiltmeter.results.application.run.SeriesQuery;
import io.tiltmeter.results.export.ItemExport;
import io.tiltmeter.results.export.ItemFormat;
import io.tiltmeter.results.export.ParquetTable;
import io.tiltmeter.results.persistence.ItemExportStore;
import io.tiltmeter.results.persistence.ItemExportStore.EvaluatedItems;
import io.tiltmeter.results.rest.Examples;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Transactions;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Every item of a run at every checkpoint, for who computes elsewhere. */
@Path("/api/v1/runs/{id}/exports/items")
@Tag(name = "Exports")
public class ItemExportResource {
    private final Transactions transactions;
    private final RunReader reader;
    private final ItemExportStore items;
    private final ItemExport export;

    public ItemExportResource(Transactions transactions, RunReader reader, ItemExportStore items, ItemExport export) {
        this.transactions = transactions;
        this.reader = reader;
        this.items = items;
        this.export = export;
    }

    /** What there is, and what its suites are called. */
    private record Found(List<EvaluatedItems> evaluations, Map<String, String> names) {}

    @GET
    @Produces({"text/csv", "application/x-ndjson", ParquetTable.MEDIA_TYPE})
    @Operation(
            summary = "All items of a run in long form: a row an item, checkpoint, suite, scorer and arm",
            description = "Shares are 0 or 1 where one answer was drawn, the mean over the answers where several were."
                    + " Sent as it is read, in CSV, JSON lines or Parquet. Of one suite, scorer and arm it can be"
                    + " imported again as labels.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "one item", value = ExportExamples.ITEMS)))
    @APIResponse(
            responseCode = "404",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            examples = @ExampleObject(name = "unknown run", value = Examples.UNKNOWN_RUN)))
    public Response items(
            @Parameter(example = "lab-20-full") @PathParam("id") String id,
            @Parameter(description = "a suite by name or id; all by default", example = "cf_lab") @QueryParam("suite")
                    Optional<String> suite,
            @Parameter(description = "one scorer; all by default", example = "contains") @QueryParam("scorer")
                    Optional<String> scorer,
            @Parameter(description = "one arm; all by default", example = "template") @QueryParam("arm")
                    Optional<String> arm,
            @Parameter(description = "csv, jsonl or parquet; by default what the Accept header says", example = "csv")
                    @QueryParam("format")
                    Optional<String> format,
            HttpHeaders headers) {
        ItemFormat wanted = ItemFormat.of(format, headers.getAcceptableMediaTypes());
        Found found = transactions.run(handle -> {
            ScoredRun run = reader.read(handle, reader.find(handle, id), SeriesQuery.DEFAULT);
            return new Found(items.evaluations(handle, id), run.names().byId());
        });
        List<EvaluatedItems> some = found.evaluations();
        some = only(
                "suite",
                suite.map(name -> found.names().getOrDefault(name, name)),
                some,
                each -> found.names().getOrDefault(each.suiteId(), each.task()));
        some = only("scorer", scorer, some, EvaluatedItems::scorer);
        List<EvaluatedItems> chosen = only("arm", arm, some, EvaluatedItems::arm);
        StreamingOutput body = out -> wanted.write(taker -> export.rows(id, chosen, found.names(), taker), out);
        return Response.ok(body, wanted.mediaType() + (wanted == ItemFormat.PARQUET ? "" : ";charset=UTF-8"))
                .header("Content-Disposition", "attachment; filename=\"" + id + "-items." + wanted.ending() + "\"")
                .build();
    }

    private static List<EvaluatedItems> only(
            String what, Optional<String> wanted, List<EvaluatedItems> all, Function<EvaluatedItems, String> aspect) {
        if (wanted.isEmpty()) {
            return all;
        }
        List<EvaluatedItems> kept = all.stream()
                .filter(each -> aspect.apply(each).equals(wanted.get()))
                .toList();
        if (kept.isEmpty()) {
            throw new NotFound(
                    what + " with items",
                    wanted.get(),
                    all.stream().map(aspect).distinct().sorted().toList());
        }
        return kept;
    }
}
