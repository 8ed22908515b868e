package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.dataset.facts.FactControl;
import io.tiltmeter.dataset.facts.FactSuite;
import io.tiltmeter.dataset.facts.FactSuiteSize;
import io.tiltmeter.dataset.facts.FactSuites;
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
import java.util.Optional;

/** Makes a suite of the lab world, or of public facts. */
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
        Content content = content(dataset.recipe(SuiteRequest.Made.class));
        List<SuiteItem> rows = content.rows();
        ArtifactRef items = artifacts.writeFile(
                "suites/" + dataset.id() + "/items.jsonl",
                out -> JsonLines.write(rows.stream(), out, attempt::isAbandoned));
        SuiteRef ref = new SuiteRef(dataset.id(), content.kind(), content.task(), rows.size(), items);
        SuiteReady ready = new SuiteReady(ref, dataset.recipeSha256(), Instant.now());
        return BuiltDataset.Suite.made(ready);
    }

    private record Content(SuiteKind kind, String task, List<SuiteItem> rows) {}

    private static Content content(SuiteRequest.Made request) {
        Optional<FactSuite> facts = FactSuite.ofRecipe(request.recipe());
        if (facts.isEmpty()) {
            LabSuite suite = LabSuite.ofRecipe(request.recipe());
            LabWorld world = LabWorld.of(request.seed(), WorldSettings.of(request.world()));
            return new Content(suite.kind(), suite.task(), new LabSuites(world).items(suite));
        }
        FactControl control = FactControl.named(request.control().orElseThrow());
        String recipe = facts.get().recipe();
        return new Content(
                control.kind(),
                control == FactControl.CONFLICT ? "cf_" + recipe : recipe + "_" + control.label(),
                FactSuites.items(
                        facts.get(),
                        control,
                        FactSuiteSize.named(request.size().orElseThrow()),
                        request.heldOut().orElseThrow(),
                        request.seed()));
    }
}
