package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.LabelRequest;
import io.tiltmeter.contracts.request.LabelingRequest;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accepts labellings, and requests the measurements that they need. */
@Singleton
public class LabelingService {
    private final DatasetLookup lookup;
    private final MeasurementService measurements;
    private final Workers workers;

    public LabelingService(DatasetLookup lookup, MeasurementService measurements, Workers workers) {
        this.lookup = lookup;
        this.measurements = measurements;
        this.workers = workers;
    }

    /**
     * The labelling, new or existing.
     *
     * @throws InvalidRequest if source or model are not known or not ready, with both faults
     */
    public StoredDataset accept(LabelingRequest request) {
        LabelRequest rule = request.rule();
        List<Fault> faults = new ArrayList<>();
        Optional<StoredDataset> source = lookup.ready(Kind.SOURCE, "source", request.source(), faults);
        Optional<StoredCheckpoint> model = lookup.checkpoint("model", rule.model(), faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        MeasurementRequest needed = measurements.request(
                Measure.LOSSES, source.orElseThrow().id(), model.orElseThrow().name(), request.template());
        LabelingRecipe recipe = new LabelingRecipe(needed, rule.share(), rule.score());
        StoredDataset labeling = measurements.acceptDataset(
                new DatasetService.Requested(
                        request.labelingId().orElse(recipe.id()), Kind.LABELING, Json.write(recipe), recipe.sha256()),
                List.of(needed));
        workers.wake();
        return labeling;
    }
}
