package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.mixture.MixtureReport;
import io.tiltmeter.dataset.mixture.SourceMixture;
import io.tiltmeter.dataset.persistence.BuiltMixture;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Writes the files of a mixture from sources: its examples, and the report of what was done. */
@Singleton
public class SourceMixtureFiles {
    private static final int EXAMPLES_BETWEEN_LOOKS = 500;

    private final ArtifactStore artifacts;
    private final DatasetLookup catalogue;
    private final SuiteShelf suites;
    private final MixtureMeasurements questions;
    private final MeasurementService measurements;

    public SourceMixtureFiles(
            ArtifactStore artifacts,
            DatasetLookup catalogue,
            SuiteShelf suites,
            MixtureMeasurements questions,
            MeasurementService measurements) {
        this.artifacts = artifacts;
        this.catalogue = catalogue;
        this.suites = suites;
        this.questions = questions;
        this.measurements = measurements;
    }

    BuiltMixture make(StoredDataset dataset, MixtureRequest request, Making making) throws IOException {
        SourceMixture mixture = new SourceMixture(
                request, new StoredMixtureInputs(request, catalogue, suites, questions, measurements, artifacts));
        String folder = "mixtures/" + dataset.id();
        AtomicLong written = new AtomicLong();
        AtomicReference<MixtureReport> report = new AtomicReference<>();
        ArtifactRef examples = artifacts.writeFile(folder + "/examples.jsonl", out -> {
            Optional<MixtureReport> whole = mixture.write(example -> {
                out.write(Json.mapper().writeValueAsBytes(example));
                out.write('\n');
                if (written.incrementAndGet() % EXAMPLES_BETWEEN_LOOKS == 0) {
                    making.at(written.get(), Optional.empty());
                    return !making.isAbandoned();
                }
                return true;
            });
            report.set(whole.orElseThrow(() -> new JsonLines.InterruptedWriting(written.get())));
        });
        byte[] reportJson = Json.mapper().writeValueAsBytes(report.get());
        ArtifactRef reportFile = artifacts.writeFile(folder + "/report.json", out -> out.write(reportJson));
        MixtureReady ready = new MixtureReady(
                dataset.id(),
                request.effective().template().orElseThrow(),
                examples,
                report.get().examples(),
                report.get().classCounts(),
                Optional.empty(),
                dataset.recipeSha256(),
                Instant.now());
        return new BuiltMixture(ready, Optional.of(reportFile));
    }
}
