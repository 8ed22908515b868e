package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.application.DatasetLookup;
import io.tiltmeter.dataset.application.SourceMaker;
import io.tiltmeter.dataset.application.SourceRecipe;
import io.tiltmeter.dataset.filter.ContextRule;
import io.tiltmeter.dataset.filter.ContextSplit;
import io.tiltmeter.dataset.persistence.BuildProgress;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.dataset.persistence.VersionedName;
import io.tiltmeter.dataset.source.RejectedRow;
import io.tiltmeter.dataset.source.SourceFormat;
import io.tiltmeter.dataset.source.SourceRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
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
 * @param format what the file was found to be; from here on, only when ready
 * @param rowsSha256 of the rows: equal for the same rows in another container or compression
 * @param rowCount accepted rows
 * @param withContextCount those whose format has a place for the context, and something in it
 * @param turnCount turns of all accepted rows
 * @param characterCount UTF-16 units of their texts
 * @param rejectedCount rows that were left out; all of them are at {@code /rejected}
 * @param firstRejected the first of these
 * @param rows the file of the accepted rows
 * @param tokenCounts by each tokenizer and template that was named
 * @param createdAt when it was asked for
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
        Optional<BuildProgress> progress,
        Optional<Format> format,
        Optional<String> rowsSha256,
        Optional<Long> rowCount,
        Optional<Long> withContextCount,
        Optional<Long> turnCount,
        Optional<Long> characterCount,
        Optional<Long> rejectedCount,
        Optional<List<RejectedRow>> firstRejected,
        Optional<ArtifactRef> rows,
        List<MeasurementResponse> tokenCounts,
        Instant createdAt,
        Instant updatedAt) {
    static SourceResponse of(StoredDataset dataset, List<StoredMeasurement> tokenCounts) {
        SourceRecipe recipe = SourceMaker.recipe(dataset);
        VersionedName named = dataset.named().orElseThrow();
        Optional<BuiltSource> built = DatasetLookup.resultIfReady(dataset, BuiltSource.class);
        return new SourceResponse(
                dataset.id(),
                named.name(),
                named.version(),
                dataset.state().status(),
                dataset.reason(),
                recipe.from(),
                recipe.file().sha256(),
                recipe.file().bytes(),
                dataset.state().status().equals("building") ? Optional.of(dataset.progress()) : Optional.empty(),
                built.map(source -> Format.of(source.version().format())),
                built.map(source -> source.version().rowsSha256()),
                built.map(source -> source.version().rowCount()),
                built.map(source -> source.version().withContextCount()),
                built.map(source -> source.version().turnCount()),
                built.map(source -> source.version().characterCount()),
                built.map(source -> source.version().rejectedCount()),
                built.map(source -> source.version().firstRejected()),
                built.map(BuiltSource::rows),
                MeasurementResponse.of(tokenCounts),
                dataset.createdAt(),
                dataset.updatedAt());
    }

    /**
     * What a file was found to be, in lower case.
     *
     * @param shape of its rows: alpaca, messages, sharegpt, squad ...
     * @param container json_array, json_lines, json_document or parquet
     * @param compression none, gzip or zstandard
     */
    public record Format(String shape, String container, String compression) {
        static Format of(SourceFormat format) {
            return new Format(label(format.shape()), label(format.container()), label(format.compression()));
        }

        private static String label(Enum<?> value) {
            return value.name().toLowerCase(Locale.ROOT);
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
    public record Page(List<SourceResponse> sources, long total, int limit, int offset) {}

    /**
     * Rows of a source.
     *
     * @param sourceId the source
     * @param rows in the file's order
     * @param total accepted rows
     * @param limit of this page
     * @param offset of this page
     */
    public record Rows(String sourceId, List<Row> rows, long total, int limit, int offset) {}

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
