package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.dataset.labeling.ClassLabels;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accepts labellings, and asks evaluators for what they need. */
@Singleton
public class LabelingService {
    private static final String STANDARD_TEMPLATE = "plain";
    private static final String STANDARD_SCORE = "loss_without_context";

    private final Named named;
    private final Checkpoints checkpoints;
    private final DatasetLookup catalogue;
    private final MeasurementService measurements;
    private final Workers workers;

    public LabelingService(
            Named named,
            Checkpoints checkpoints,
            DatasetLookup catalogue,
            MeasurementService measurements,
            Workers workers) {
        this.named = named;
        this.checkpoints = checkpoints;
        this.catalogue = catalogue;
        this.measurements = measurements;
        this.workers = workers;
    }

    /**
     * The labelling as it stands.
     *
     * @throws InvalidRequest if source or model are not known or not ready, with both faults
     */
    public StoredDataset accept(LabelingRequest request) {
        List<Fault> faults = new ArrayList<>();
        Optional<StoredDataset> source = named.ready(DatasetKind.SOURCE, "source", request.source(), faults);
        Optional<StoredCheckpoint> model = checkpoints.find("model", request.model(), faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        LabelingRecipe recipe = new LabelingRecipe(
                new MeasurementRequest(
                        Measure.LOSSES,
                        model.orElseThrow(),
                        source.orElseThrow().id(),
                        catalogue
                                .result(source.get(), BuiltSource.class)
                                .version()
                                .rowsSha256(),
                        request.template().orElse(STANDARD_TEMPLATE)),
                request.share().orElse(ClassLabels.STANDARD_SHARE),
                request.score().orElse(STANDARD_SCORE));
        StoredDataset labeling = measurements.acceptDataset(
                new RequestedDataset(
                        request.labelingId().orElse(recipe.id()), DatasetKind.LABELING, json(recipe), recipe.sha256()),
                List.of(recipe.question()));
        workers.wake();
        return labeling;
    }

    private static String json(LabelingRecipe recipe) {
        try {
            return Json.mapper().writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe can always be written as JSON", e);
        }
    }
}
