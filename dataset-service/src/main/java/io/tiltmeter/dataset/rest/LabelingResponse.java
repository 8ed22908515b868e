package io.tiltmeter.dataset.rest;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.dataset.application.LabelingRecipe;
import io.tiltmeter.dataset.context.Histogram;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.RowLabel;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A labelling as REST shows it.
 *
 * @param labelingId its name
 * @param status building, ready or failed
 * @param reason why it failed
 * @param sourceId whose rows
 * @param model the base model, as {@code run:<run id>@<step>}
 * @param template how rows are rendered
 * @param share of the rows with a context that count as non-context-critical
 * @param score what rows are ordered by
 * @param measuring the measurements that it needs, with their progress
 * @param classCounts rows of each class; from here on, only when ready
 * @param histogram of the scores: context-critical rows as kept, non-context-critical ones as removed
 * @param labels the file of all labels
 * @param createdAt when it was requested
 * @param updatedAt when its status last changed
 */
public record LabelingResponse(
        String labelingId,
        String status,
        Optional<String> reason,
        String sourceId,
        String model,
        String template,
        double share,
        String score,
        List<MeasurementResponse> measuring,
        Optional<Map<String, Long>> classCounts,
        Optional<Histogram> histogram,
        Optional<ArtifactRef> labels,
        Instant createdAt,
        Instant updatedAt) {
    static LabelingResponse of(StoredDataset dataset, List<StoredMeasurement> measuring) {
        LabelingRecipe recipe = dataset.recipe(LabelingRecipe.class);
        Optional<BuiltDataset.Labeling> built = dataset.built(BuiltDataset.Labeling.class);
        return new LabelingResponse(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                recipe.measurement().sourceId(),
                recipe.measurement().model().name(),
                recipe.measurement().template(),
                recipe.share(),
                recipe.score(),
                MeasurementResponse.of(measuring),
                built.map(BuiltDataset.Labeling::classCounts),
                built.map(BuiltDataset.Labeling::histogram),
                built.map(BuiltDataset.Labeling::labels),
                dataset.createdAt(),
                dataset.updatedAt());
    }

    /**
     * A page of labellings.
     *
     * @param labelings the newest first
     * @param total on all pages
     * @param limit of this page
     * @param offset of this page
     */
    public record LabelingListResponse(List<LabelingResponse> labelings, long total, int limit, int offset) {}

    /**
     * Labels of a labelling.
     *
     * @param labelingId the labelling
     * @param labels in the source's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    public record LabelsResponse(String labelingId, List<RowLabel> labels, long total, int limit, int offset) {}
}
