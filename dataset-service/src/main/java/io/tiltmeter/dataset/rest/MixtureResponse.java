package io.tiltmeter.dataset.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
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
 * @param measuring the measurements that it needs, with their progress
 * @param template the prompt template of its examples; from here on, only when ready
 * @param exampleCount lines in the examples
 * @param classCounts examples of each class
 * @param examples JSON lines
 * @param tokenizer the tokenizer.json that covers it
 * @param createdAt when it was requested
 * @param updatedAt when its status last changed
 */
public record MixtureResponse(
        String mixtureId,
        String status,
        Optional<String> reason,
        MixtureRequest recipe,
        String recipeSha256,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MeasurementResponse> measuring,
        Optional<String> template,
        Optional<Long> exampleCount,
        Optional<Map<String, Long>> classCounts,
        Optional<ArtifactRef> examples,
        Optional<ArtifactRef> tokenizer,
        Instant createdAt,
        Instant updatedAt) {
    static MixtureResponse of(StoredDataset dataset, List<StoredMeasurement> measuring) {
        Optional<MixtureReady> ready = dataset.built(BuiltDataset.Mixture.class).map(BuiltDataset.Mixture::event);
        return new MixtureResponse(
                dataset.id(),
                dataset.state().status(),
                dataset.reason(),
                dataset.recipe(MixtureRequest.class),
                dataset.recipeSha256(),
                MeasurementResponse.of(measuring),
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
    public record MixtureListResponse(List<MixtureResponse> mixtures, long total, int limit, int offset) {}

    /**
     * Mixtures that differ by their augmentation alone.
     *
     * @param mixtures in the order of their ratios
     */
    public record SweepResponse(List<MixtureResponse> mixtures) {}

    /**
     * Examples of a mixture.
     *
     * @param mixtureId the mixture
     * @param examples in the file's order
     * @param total lines in the file
     * @param limit of this page
     * @param offset of this page
     */
    public record MixtureExamplesResponse(
            String mixtureId, List<TrainingExample> examples, long total, int limit, int offset) {}
}
