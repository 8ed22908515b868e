package io.tiltmeter.dataset.api.labeling;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.dataset.api.Built;
import io.tiltmeter.dataset.api.DatasetCatalogue;
import io.tiltmeter.dataset.api.DatasetMaker;
import io.tiltmeter.dataset.api.JsonLines;
import io.tiltmeter.dataset.api.Making;
import io.tiltmeter.dataset.api.measurement.Answers;
import io.tiltmeter.dataset.api.source.BuiltSource;
import io.tiltmeter.dataset.filter.RowSource;
import io.tiltmeter.dataset.labeling.ClassLabels;
import io.tiltmeter.dataset.labeling.RowValues;
import io.tiltmeter.dataset.labeling.Score;
import io.tiltmeter.dataset.source.SourceRow;
import io.tiltmeter.dataset.source.SourceRows;
import io.tiltmeter.dataset.store.DatasetKind;
import io.tiltmeter.dataset.store.StoredDataset;
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
    private final DatasetCatalogue catalogue;
    private final Answers answers;

    public LabelingMaker(ArtifactStore artifacts, DatasetCatalogue catalogue, Answers answers) {
        this.artifacts = artifacts;
        this.catalogue = catalogue;
        this.answers = answers;
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
        RowValues values = answers.of(recipe.question());
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

    static LabelingRecipe recipe(StoredDataset dataset) {
        return DatasetCatalogue.recipe(dataset, LabelingRecipe.class);
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
