package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.FilterRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.StoredCheckpoint;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accepts mixtures: finds what a request names, and asks evaluators for what it needs. */
@Singleton
public class MixtureService {
    private final Named named;
    private final Checkpoints checkpoints;
    private final MixtureMeasurements questions;
    private final MeasurementService measurements;
    private final Workers workers;

    public MixtureService(
            Named named,
            Checkpoints checkpoints,
            MixtureMeasurements questions,
            MeasurementService measurements,
            Workers workers) {
        this.named = named;
        this.checkpoints = checkpoints;
        this.questions = questions;
        this.measurements = measurements;
        this.workers = workers;
    }

    /**
     * The mixtures as they stand, in the requests' order.
     *
     * @throws InvalidRequest if sources, suites or models are not known or not ready, with every fault; none is accepted
     */
    public List<StoredDataset> accept(List<MixtureRequest> requests) {
        List<Fault> faults = new ArrayList<>();
        List<MixtureRequest> resolved = requests.stream()
                .map(request -> request.isFromSources() ? resolved(request, faults) : request)
                .toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults.stream().distinct().toList());
        }
        List<StoredDataset> accepted = new ArrayList<>();
        for (MixtureRequest request : resolved) {
            List<MeasurementRequest> needs = request.isFromSources() ? questions.of(request) : List.of();
            RequestedDataset requested =
                    request.isFromSources() ? RequestedDataset.ofSources(request, needs) : RequestedDataset.of(request);
            accepted.add(measurements.acceptDataset(requested, needs));
        }
        workers.wake();
        return accepted;
    }

    private MixtureRequest resolved(MixtureRequest request, List<Fault> faults) {
        Map<String, String> sources = new HashMap<>();
        Map<String, String> suites = new HashMap<>();
        Map<String, String> models = new HashMap<>();
        request.tokenizer().ifPresent(name -> model("tokenizer", name, models, faults));
        for (int i = 0; i < request.parts().size(); i++) {
            String place = "parts[" + i + "].";
            PartRequest part = request.parts().get(i);
            dataset(DatasetKind.SOURCE, place + "source", part.source(), sources, faults);
            part.label().ifPresent(label -> model(place + "label.model", label.model(), models, faults));
            for (int j = 0; j < part.filters().size(); j++) {
                String filterPlace = place + "filters[" + j + "].";
                FilterRequest filter = part.filters().get(j);
                filter.model().ifPresent(name -> model(filterPlace + "model", name, models, faults));
                filter.suite()
                        .ifPresent(name -> dataset(DatasetKind.SUITE, filterPlace + "suite", name, suites, faults));
            }
        }
        return faults.isEmpty() ? request.resolved(sources::get, suites::get, models::get) : request;
    }

    private void dataset(DatasetKind kind, String field, String name, Map<String, String> found, List<Fault> faults) {
        named.ready(kind, field, name, faults).ifPresent(dataset -> found.put(name, dataset.id()));
    }

    private void model(String field, String name, Map<String, String> found, List<Fault> faults) {
        Optional<StoredCheckpoint> checkpoint = checkpoints.find(field, name, faults);
        checkpoint.ifPresent(model -> found.put(name, model.name()));
    }
}
