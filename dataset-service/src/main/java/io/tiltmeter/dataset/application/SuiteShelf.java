package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.persistence.BuiltSuite;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.dataset.persistence.LintDocument;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.servicekit.rest.NotFound;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads suites that are ready. */
@Singleton
public class SuiteShelf {
    private final DatasetLookup catalogue;
    private final ArtifactStore artifacts;

    public SuiteShelf(DatasetLookup catalogue, ArtifactStore artifacts) {
        this.catalogue = catalogue;
        this.artifacts = artifacts;
    }

    /**
     * A suite with what was built of it.
     *
     * @param dataset its row
     * @param built its files
     */
    public record Ready(StoredDataset dataset, BuiltSuite built) {
        public SuiteRef ref() {
            return built.event().suite();
        }
    }

    /**
     * The suite of this id, or the newest version of this name.
     *
     * @throws NotFound if there is neither, with the ids there are
     */
    public StoredDataset one(String idOrName) {
        return find(idOrName).orElseThrow(() -> new NotFound(DatasetKind.SUITE.label(), idOrName, ids()));
    }

    /** As {@link #one}, or empty. */
    public Optional<StoredDataset> find(String idOrName) {
        return catalogue.named(DatasetKind.SUITE, idOrName);
    }

    /** Ids to choose from. */
    public List<String> ids() {
        return catalogue.ids(DatasetKind.SUITE);
    }

    /**
     * As {@link #one}.
     *
     * @throws Conflict if it is not ready
     */
    public Ready ready(String idOrName) {
        StoredDataset dataset = one(idOrName);
        return new Ready(dataset, catalogue.result(dataset, BuiltSuite.class));
    }

    /** Every item, in the file's order. */
    public List<SuiteItem> items(SuiteRef suite) throws IOException {
        List<SuiteItem> items = new ArrayList<>(suite.itemCount());
        try (BufferedReader lines = Files.newBufferedReader(artifacts.file(suite.items()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                items.add(Json.mapper().readValue(line, SuiteItem.class));
            }
        }
        return items;
    }

    /** The report that was made when the suite came; empty for a suite of the lab world. */
    public Optional<LintDocument> report(BuiltSuite suite) throws IOException {
        if (suite.lint().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Json.mapper()
                .readValue(artifacts.file(suite.lint().get().report()).toFile(), LintDocument.class));
    }
}
