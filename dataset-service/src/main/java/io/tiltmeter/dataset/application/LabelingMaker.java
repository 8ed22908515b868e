package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.filter.RowSource;
import io.tiltmeter.dataset.labeling.ClassLabels;
import io.tiltmeter.dataset.labeling.RowValues;
import io.tiltmeter.dataset.labeling.Score;
import io.tiltmeter.dataset.persistence.BuiltLabeling;
import io.tiltmeter.dataset.persistence.BuiltSource;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.RowLabel;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Labels a source's rows, once evaluators have answered. */
@Singleton
public class LabelingMaker implements DatasetMaker {
    private final ArtifactStore artifacts;
    private final DatasetLookup catalogue;
    private final MeasurementService measurements;

    public LabelingMaker(ArtifactStore artifacts, DatasetLookup catalogue, MeasurementService measurements) {
        this.artifacts = artifacts;
        this.catalogue = catalogue;
        this.measurements = measurements;
    }

    @Override
    public DatasetKind kind() {
        return DatasetKind.LABELING;
    }

    @Override
    public Built make(StoredDataset dataset, Making making) throws IOException {
        LabelingRecipe recipe = recipe(dataset);
        StoredDataset source =
                catalogue.one(DatasetKind.SOURCE, recipe.question().sourceId());
        Path rowsFile =
                artifacts.file(catalogue.result(source, BuiltSource.class).rows());
        RowSource rows = () -> SourceRows.read(rowsFile);
        RowValues values = measurements.values(recipe.question());
        ClassLabels labels = ClassLabels.of(
                rows, recipe.share(), Score.labelled(recipe.score()).orElseThrow(), values::losses);
        ArtifactRef file = artifacts.writeFile("labelings/" + dataset.id() + "/labels.jsonl", out -> {
            try (Stream<SourceRow> read = rows.open()) {
                JsonLines.write(read.map(row -> label(row, labels, values)), out, making::isAbandoned);
            }
        });
        Map<String, Long> counts = new TreeMap<>();
        labels.counts().forEach((kind, count) -> counts.put(kind.name().toLowerCase(Locale.ROOT), count));
        return Built.of(new BuiltLabeling(counts, labels.histogram(), file));
    }

    public static LabelingRecipe recipe(StoredDataset dataset) {
        return DatasetLookup.recipe(dataset, LabelingRecipe.class);
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
