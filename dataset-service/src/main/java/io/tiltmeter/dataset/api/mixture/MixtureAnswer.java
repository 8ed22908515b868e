package io.tiltmeter.dataset.api.mixture;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.measurement.MeasurementAnswer;
import io.tiltmeter.dataset.store.StoredDataset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mixture as REST shows it.
 *
 * @param mixtureId its name in run requests
 * @param status building, ready or failed
 * @param reason why it failed
 * @param recipe the effective recipe: what the request left out has its default
 * @param recipeSha256 the same recipe gives the same bytes
 * @param measuring how far evaluators are with what it needs of them
 * @param template the prompt template of its examples; from here on, only when ready
 * @param exampleCount lines in the examples
 * @param classCounts examples of each class
 * @param examples JSON lines
 * @param tokenizer the tokenizer.json that covers it
 * @param createdAt when it was asked for
 * @param updatedAt when its status last changed
 */
public record MixtureAnswer(
        String mixtureId,
        String status,
        Optional<String> reason,
        MixtureRequest recipe,
        String recipeSha256,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MeasurementAnswer> measuring,
        Optional<String> template,
        Optional<Long> exampleCount,
        Optional<Map<String, Long>> classCounts,
        Optional<ArtifactRef> examples,
        Optional<ArtifactRef> tokenizer,
        Instant createdAt,
        Instant updatedAt) {
    static MixtureAnswer of(StoredDataset dataset, List<MeasurementAnswer> measuring) {
        Optional<MixtureReady> ready =
                DatasetCatalogue.resultIfReady(dataset, BuiltMixture.class).map(BuiltMixture::event);
        return new MixtureAnswer(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                DatasetCatalogue.recipe(dataset, MixtureRequest.class),
                dataset.recipeSha256(),
                measuring,
                ready.map(MixtureReady::template),
                ready.map(MixtureReady::exampleCount),
                ready.map(MixtureReady::classCounts),
                ready.map(MixtureReady::examples),
                ready.flatMap(MixtureReady::tokenizer),
                dataset.createdAt(),
                dataset.updatedAt());
    }

    /**
     * A page of mixtures.
     *
     * @param mixtures the newest first
     * @param total on all pages
     * @param limit of this page
     * @param offset of this page
     */
    public record Page(List<MixtureAnswer> mixtures, long total, int limit, int offset) {}

    /**
     * Mixtures that differ by their augmentation alone.
     *
     * @param mixtures in the order of their ratios
     */
    public record Sweep(List<MixtureAnswer> mixtures) {}

    /**
     * Examples of a mixture.
     *
     * @param mixtureId the mixture
     * @param examples in the file's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    public record Examples(String mixtureId, List<TrainingExample> examples, long total, int limit, int offset) {}
}
