package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.filter.RowSource;
import io.tiltmeter.dataset.labeling.RowValues;
import io.tiltmeter.dataset.mixture.MixtureInputs;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;

/** What a mixture is made from, out of the store; the answers of evaluators are read once. */
final class StoredMixtureInputs implements MixtureInputs {
    private final MixtureRequest request;
    private final DatasetLookup catalogue;
    private final SuiteShelf suites;
    private final MixtureMeasurements questions;
    private final MeasurementService measurements;
    private final ArtifactStore artifacts;
    private final Map<String, Path> rowFiles = new HashMap<>();
    private final Map<String, RowValues> values = new HashMap<>();

    StoredMixtureInputs(
            MixtureRequest request,
            DatasetLookup catalogue,
            SuiteShelf suites,
            MixtureMeasurements questions,
            MeasurementService measurements,
            ArtifactStore artifacts) {
        this.request = request;
        this.catalogue = catalogue;
        this.suites = suites;
        this.questions = questions;
        this.measurements = measurements;
        this.artifacts = artifacts;
    }

    @Override
    public RowSource rows(String sourceId) throws IOException {
        Path file = rowFiles.get(sourceId);
        if (file == null) {
            file = artifacts.file(catalogue
                    .result(catalogue.one(DatasetKind.SOURCE, sourceId), BuiltSource.class)
                    .rows());
            rowFiles.put(sourceId, file);
        }
        Path rows = file;
        return () -> SourceRows.read(rows);
    }

    @Override
    public LongFunction<Optional<ExampleLosses>> losses(String sourceId, String model) throws IOException {
        return values(questions.losses(request, sourceId, model))::losses;
    }

    @Override
    public LongFunction<OptionalInt> tokens(String sourceId) throws IOException {
        return values(questions.tokens(request, sourceId))::tokens;
    }

    @Override
    public List<SuiteItem> items(String suiteId) throws IOException {
        return suites.items(suites.ready(suiteId).ref());
    }

    private RowValues values(MeasurementRequest question) throws IOException {
        RowValues known = values.get(question.id());
        if (known == null) {
            known = measurements.values(question);
            values.put(question.id(), known);
        }
        return known;
    }
}
