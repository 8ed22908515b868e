package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabSuites;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Makes a suite of the lab world. */
@Singleton
public class SuiteMaker implements DatasetBuilder.Maker {
    private final ArtifactStore artifacts;

    public SuiteMaker(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public Kind kind() {
        return Kind.SUITE;
    }

    @Override
    public BuiltDataset make(StoredDataset dataset, DatasetBuilder.Attempt attempt) throws IOException {
        SuiteRequest.Lab request = dataset.recipe(SuiteRequest.Lab.class);
        LabSuite suite = LabSuite.ofRecipe(request.recipe());
        LabWorld world = LabWorld.of(request.seed(), WorldSettings.of(request.world()));
        List<SuiteItem> rows = new LabSuites(world).items(suite);
        ArtifactRef items = artifacts.writeFile(
                "suites/" + dataset.id() + "/items.jsonl",
                out -> JsonLines.write(rows.stream(), out, attempt::isAbandoned));
        SuiteRef ref = new SuiteRef(dataset.id(), suite.kind(), suite.task(), rows.size(), items);
        SuiteReady ready = new SuiteReady(ref, dataset.recipeSha256(), Instant.now());
        return BuiltDataset.Suite.ofLab(ready);
    }
}
