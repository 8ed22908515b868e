package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.context.ClassLabels;
import io.tiltmeter.dataset.context.RowValues;
import io.tiltmeter.dataset.context.Score;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.RowLabel;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.dataset.source.RowSource;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Labels a source's rows, once evaluators have measured them. */
@Singleton
public class LabelingMaker implements DatasetBuilder.Maker {
    private final ArtifactStore artifacts;
    private final DatasetLookup lookup;
    private final MeasurementService measurements;

    public LabelingMaker(ArtifactStore artifacts, DatasetLookup lookup, MeasurementService measurements) {
        this.artifacts = artifacts;
        this.lookup = lookup;
        this.measurements = measurements;
    }

    @Override
    public Kind kind() {
        return Kind.LABELING;
    }

    @Override
    public BuiltDataset make(StoredDataset dataset, DatasetBuilder.Attempt attempt) throws IOException {
        LabelingRecipe recipe = dataset.recipe(LabelingRecipe.class);
        BuiltDataset.Source source =
                lookup.built(Kind.SOURCE, recipe.measurement().sourceId(), BuiltDataset.Source.class);
        Path rowsFile = artifacts.file(source.rows());
        RowSource rows = () -> SourceRows.read(rowsFile);
        RowValues values = measurements.values(recipe.measurement());
        ClassLabels labels = ClassLabels.of(
                rows, recipe.share(), Score.labelled(recipe.score()).orElseThrow(), values::losses);
        ArtifactRef file = artifacts.writeFile("labelings/" + dataset.id() + "/labels.jsonl", out -> {
            try (Stream<SourceRow> read = rows.open()) {
                JsonLines.write(read.map(row -> label(row, labels, values)), out, attempt::isAbandoned);
            }
        });
        Map<String, Long> counts = new TreeMap<>();
        labels.counts().forEach((kind, count) -> counts.put(Json.name(kind), count));
        return new BuiltDataset.Labeling(counts, labels.histogram(), file);
    }

    private static RowLabel label(SourceRow row, ClassLabels labels, RowValues values) {
        Optional<ExampleLosses> losses = values.losses(row.number());
        return new RowLabel(
                row.number(),
                labels.of(row.number()),
                losses.map(ExampleLosses::withContextNats),
                losses.map(ExampleLosses::withoutContextNats));
    }
}
