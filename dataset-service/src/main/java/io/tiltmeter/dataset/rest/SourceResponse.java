package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.application.SourceRecipe;
import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.context.ContextSplit;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.VersionedName;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.source.RejectedRow;
import io.tiltmeter.dataset.source.SourceFormat;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceVersion;
import io.tiltmeter.servicekit.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A source as REST shows it.
 *
 * @param sourceId this version's name in mixture requests
 * @param name that it is a version of
 * @param version from 1
 * @param status building, ready or failed
 * @param reason why it failed
 * @param from how the file came: upload, or path or url with where from
 * @param fileSha256 of the file as it came; the same file is the same version
 * @param fileBytes its length
 * @param progress rows read so far; only while it is being built
 * @param content of the file, when it is ready
 * @param tokenCounts by each tokenizer and template that was named
 * @param createdAt when it was requested
 * @param updatedAt when its status last changed
 */
public record SourceResponse(
        String sourceId,
        String name,
        int version,
        String status,
        Optional<String> reason,
        String from,
        String fileSha256,
        long fileBytes,
        Optional<StoredDataset.Progress> progress,
        @JsonUnwrapped Content content,
        List<MeasurementResponse> tokenCounts,
        Instant createdAt,
        Instant updatedAt) {
    static SourceResponse of(StoredDataset dataset, List<StoredMeasurement> tokenCounts) {
        SourceRecipe recipe = dataset.recipe(SourceRecipe.class);
        VersionedName named = dataset.named().orElseThrow();
        return new SourceResponse(
                dataset.id(),
                named.name(),
                named.version(),
                dataset.state().status(),
                dataset.reason(),
                recipe.from(),
                recipe.file().sha256(),
                recipe.file().bytes(),
                dataset.isBuilding() ? Optional.of(dataset.progress()) : Optional.empty(),
                Content.of(dataset.built(BuiltDataset.Source.class)),
                MeasurementResponse.of(tokenCounts),
                dataset.createdAt(),
                dataset.updatedAt());
    }

    /**
     * What the file holds; in JSON its fields are those of the source, when it is ready.
     *
     * @param format what the file was found to be
     * @param rowsSha256 of the rows: equal for the same rows in another container or compression
     * @param rowCount accepted rows
     * @param withContextCount those whose format has a place for the context, and something in it
     * @param turnCount turns of all accepted rows
     * @param characterCount UTF-16 units of their texts
     * @param rejectedCount rows that were left out; all of them are at {@code /rejected}
     * @param firstRejected the first of these
     * @param rows the file of the accepted rows
     */
    public record Content(
            Optional<Format> format,
            Optional<String> rowsSha256,
            Optional<Long> rowCount,
            Optional<Long> withContextCount,
            Optional<Long> turnCount,
            Optional<Long> characterCount,
            Optional<Long> rejectedCount,
            Optional<List<RejectedRow>> firstRejected,
            Optional<ArtifactRef> rows) {
        static Content of(Optional<BuiltDataset.Source> built) {
            Optional<SourceVersion> version = built.map(BuiltDataset.Source::version);
            return new Content(
                    version.map(read -> Format.of(read.format())),
                    version.map(SourceVersion::rowsSha256),
                    version.map(SourceVersion::rowCount),
                    version.map(SourceVersion::withContextCount),
                    version.map(SourceVersion::turnCount),
                    version.map(SourceVersion::characterCount),
                    version.map(SourceVersion::rejectedCount),
                    version.map(SourceVersion::firstRejected),
                    built.map(BuiltDataset.Source::rows));
        }
    }

    /**
     * What a file was found to be, in lower case.
     *
     * @param shape of its rows: alpaca, dolly, messages, sharegpt, prompt_completion, squad ...
     * @param container json_array, json_lines, json_document or parquet
     * @param compression none, gzip or zstandard
     */
    public record Format(String shape, String container, String compression) {
        static Format of(SourceFormat format) {
            return new Format(
                    Json.name(format.shape()), Json.name(format.container()), Json.name(format.compression()));
        }
    }

    /**
     * A page of sources.
     *
     * @param sources the newest first
     * @param total on all pages
     * @param limit of this page
     * @param offset of this page
     */
    public record SourceListResponse(List<SourceResponse> sources, long total, int limit, int offset) {}

    /**
     * Rows of a source.
     *
     * @param sourceId the source
     * @param rows in the file's order
     * @param total accepted rows
     * @param limit of this page
     * @param offset of this page
     */
    public record SourceRowsResponse(String sourceId, List<Row> rows, long total, int limit, int offset) {}

    /**
     * One row.
     *
     * @param number its place among all rows of the file, from 1
     * @param id as the file names it; blank if it does not
     * @param system the system text; blank if there is none
     * @param context what a model is given to read, by the rule of docs/datasets.md; blank if nothing
     * @param turns user and assistant in turn
     */
    public record Row(long number, String id, String system, String context, List<Turn> turns) {
        static Row of(SourceRow row) {
            String context = ContextRule.split(row).map(ContextSplit::context).orElse("");
            return new Row(row.number(), row.id(), row.system(), context, row.turns());
        }
    }
}
