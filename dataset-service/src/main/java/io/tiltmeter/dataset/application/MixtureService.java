package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.FilterRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.PartRequest;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.persistence.StoredMeasurement;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Accepts mixtures: resolves the names of a request, and requests the measurements that it needs. */
@Singleton
public class MixtureService {
    /** Grows when the same request would give other examples. */
    private static final int FORM_OF_SOURCE_MIXTURES = 1;

    private final DatasetLookup lookup;
    private final DatasetService datasets;
    private final MeasurementService measurements;
    private final Workers workers;

    public MixtureService(
            DatasetLookup lookup, DatasetService datasets, MeasurementService measurements, Workers workers) {
        this.lookup = lookup;
        this.datasets = datasets;
        this.measurements = measurements;
        this.workers = workers;
    }

    /**
     * The mixtures, new or existing, in the requests' order.
     *
     * @throws InvalidRequest if sources, suites or models are not known or not ready, with every fault; none is accepted
     */
    public List<StoredDataset> accept(List<? extends MixtureRequest> requests) {
        List<Fault> faults = new ArrayList<>();
        List<MixtureRequest> resolved =
                requests.stream().map(request -> resolved(request, faults)).toList();
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults.stream().distinct().toList());
        }
        List<StoredDataset> accepted =
                resolved.stream().map(this::acceptResolved).toList();
        workers.wake();
        return accepted;
    }

    /**
     * Stops building a mixture; measurements that it needs continue.
     *
     * @throws NotFound if there is none of this id
     * @throws Conflict if it is ready or has failed
     */
    public StoredDataset cancel(String id) {
        return datasets.cancel(Kind.MIXTURE, id);
    }

    /** The measurements that each of these mixtures needs, done or not; a mixture that needs none is absent. */
    public Map<String, List<StoredMeasurement>> measurements(List<StoredDataset> mixtures) {
        List<StoredDataset> needing = mixtures.stream()
                .filter(mixture -> mixture.recipe(MixtureRequest.class) instanceof MixtureRequest.Sources sources
                        && !measured(sources).isEmpty())
                .toList();
        return needing.isEmpty() ? Map.of() : measurements.neededBy(needing);
    }

    private StoredDataset acceptResolved(MixtureRequest request) {
        if (request instanceof MixtureRequest.Sources sources) {
            List<MeasurementRequest> needed = measured(sources).stream()
                    .map(rows -> measurements.request(rows.measure(), rows.source(), rows.model(), sources.template()))
                    .distinct()
                    .toList();
            DatasetService.Requested requested = requested(sources, needed);
            return needed.isEmpty() ? datasets.accept(requested) : measurements.acceptDataset(requested, needed);
        }
        return datasets.accept(requested((MixtureRequest.Lab) request));
    }

    private MixtureRequest resolved(MixtureRequest request, List<Fault> faults) {
        if (!(request instanceof MixtureRequest.Sources mixture)) {
            return request;
        }
        Map<String, String> sources = new HashMap<>();
        Map<String, String> suites = new HashMap<>();
        Map<String, String> models = new HashMap<>();
        mixture.tokenizer().ifPresent(name -> model("tokenizer", name, models, faults));
        for (int i = 0; i < mixture.parts().size(); i++) {
            String path = "parts[" + i + "].";
            PartRequest part = mixture.parts().get(i);
            dataset(Kind.SOURCE, path + "source", part.source(), sources, faults);
            part.label().ifPresent(label -> model(path + "label.model", label.model(), models, faults));
            for (int j = 0; j < part.filters().size(); j++) {
                String filterPath = path + "filters[" + j + "].";
                FilterRequest filter = part.filters().get(j);
                if (filter instanceof FilterRequest.ContextCritical critical) {
                    model(filterPath + "model", critical.rule().model(), models, faults);
                } else if (filter instanceof FilterRequest.Overlap overlap) {
                    dataset(Kind.SUITE, filterPath + "suite", overlap.suite(), suites, faults);
                }
            }
        }
        return faults.isEmpty() ? mixture.resolved(sources::get, suites::get, models::get) : request;
    }

    private void dataset(Kind kind, String field, String name, Map<String, String> found, List<Fault> faults) {
        lookup.ready(kind, field, name, faults).ifPresent(dataset -> found.put(name, dataset.id()));
    }

    private void model(String field, String name, Map<String, String> found, List<Fault> faults) {
        lookup.checkpoint(field, name, faults).ifPresent(model -> found.put(name, model.name()));
    }

    /** What is measured of a source's rows for a mixture. */
    private record Measured(Measure measure, String source, String model) {}

    private static Set<Measured> measured(MixtureRequest.Sources request) {
        Set<Measured> measured = new LinkedHashSet<>();
        for (PartRequest part : request.parts()) {
            part.models().forEach(model -> measured.add(new Measured(Measure.LOSSES, part.source(), model)));
            if (request.maxLength().isPresent()) {
                measured.add(new Measured(
                        Measure.TOKENS, part.source(), request.tokenizer().orElseThrow()));
            }
        }
        return measured;
    }

    static DatasetService.Requested requested(MixtureRequest.Lab request) {
        MixtureRecipe recipe = MixtureRecipe.of(request);
        return DatasetService.Requested.ofLab(
                Kind.MIXTURE,
                request.mixtureId(),
                recipe.name(),
                recipe.seed(),
                recipe.isStandard(),
                recipe.effectiveRequest());
    }

    /**
     * A mixture from sources.
     *
     * @param resolved with exact ids
     * @param needed what is measured for it
     */
    static DatasetService.Requested requested(MixtureRequest.Sources resolved, List<MeasurementRequest> needed) {
        String json = Json.write(resolved.with(Optional.empty(), resolved.augmentation()));
        String measured = needed.stream().map(MeasurementRequest::id).collect(Collectors.joining("\n"));
        String sha256 = Sha256.of("sources " + FORM_OF_SOURCE_MIXTURES + "\n" + json + "\n" + measured);
        String byDefault = MixtureRequest.SOURCES + "-" + DatasetService.Requested.hashInId(sha256);
        return new DatasetService.Requested(resolved.mixtureId().orElse(byDefault), Kind.MIXTURE, json, sha256);
    }
}
