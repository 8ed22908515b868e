package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.ExampleLosses;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.dataset.context.RowValues;
import io.tiltmeter.dataset.lab.LabTokenizer;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.mixture.MixtureInputs;
import io.tiltmeter.dataset.mixture.MixtureReport;
import io.tiltmeter.dataset.mixture.SourceMixture;
import io.tiltmeter.dataset.persistence.BuiltDataset;
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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

/** Makes mixtures, of the lab world or from sources. */
@Singleton
public class MixtureMaker implements DatasetBuilder.Maker {
    private static final int EXAMPLES_BETWEEN_REPORTS = 500;

    private final ArtifactStore artifacts;
    private final DatasetLookup lookup;
    private final MeasurementService measurements;

    public MixtureMaker(ArtifactStore artifacts, DatasetLookup lookup, MeasurementService measurements) {
        this.artifacts = artifacts;
        this.lookup = lookup;
        this.measurements = measurements;
    }

    @Override
    public Kind kind() {
        return Kind.MIXTURE;
    }

    @Override
    public BuiltDataset make(StoredDataset dataset, DatasetBuilder.Attempt attempt) throws IOException {
        MixtureRequest recipe = dataset.recipe(MixtureRequest.class);
        return recipe instanceof MixtureRequest.Sources sources
                ? fromSources(dataset, sources, attempt)
                : ofLab(dataset, MixtureRecipe.of((MixtureRequest.Lab) recipe), attempt);
    }

    /** Its examples, and the tokenizer that covers them. */
    private BuiltDataset ofLab(StoredDataset dataset, MixtureRecipe recipe, DatasetBuilder.Attempt attempt)
            throws IOException {
        LabWorld world = LabWorld.of(recipe.seed(), recipe.world());
        Map<String, Long> classCounts = new TreeMap<>();
        ArtifactRef examples = artifacts.writeFile(
                folder(dataset) + "/examples.jsonl",
                out -> JsonLines.write(
                        recipe.examples(world)
                                .peek(example -> classCounts.merge(Json.name(example.exampleClass()), 1L, Long::sum)),
                        out,
                        attempt::isAbandoned));
        byte[] tokenizerJson = new LabTokenizer(world).json().getBytes(StandardCharsets.UTF_8);
        ArtifactRef tokenizer =
                artifacts.writeFile(folder(dataset) + "/tokenizer.json", out -> out.write(tokenizerJson));
        MixtureReady ready = new MixtureReady(
                dataset.id(),
                recipe.template(),
                examples,
                classCounts.values().stream().mapToLong(Long::longValue).sum(),
                classCounts,
                Optional.of(tokenizer),
                dataset.recipeSha256(),
                Instant.now());
        return new BuiltDataset.Mixture(ready, Optional.empty());
    }

    /** Its examples, and the report of what was done. */
    private BuiltDataset fromSources(
            StoredDataset dataset, MixtureRequest.Sources recipe, DatasetBuilder.Attempt attempt) throws IOException {
        SourceMixture mixture = new SourceMixture(recipe, new StoredInputs(recipe, attempt));
        AtomicLong written = new AtomicLong();
        AtomicReference<MixtureReport> report = new AtomicReference<>();
        ArtifactRef examples = artifacts.writeFile(
                folder(dataset) + "/examples.jsonl",
                out -> report.set(mixture.write(example -> {
                    JsonLines.writeRow(example, out);
                    if (written.incrementAndGet() % EXAMPLES_BETWEEN_REPORTS == 0) {
                        attempt.progress(written.get());
                    }
                })));
        byte[] reportJson = Json.mapper().writeValueAsBytes(report.get());
        ArtifactRef reportFile = artifacts.writeFile(folder(dataset) + "/report.json", out -> out.write(reportJson));
        MixtureReady ready = new MixtureReady(
                dataset.id(),
                recipe.template(),
                examples,
                report.get().examples(),
                report.get().classCounts(),
                Optional.empty(),
                dataset.recipeSha256(),
                Instant.now());
        return new BuiltDataset.Mixture(ready, Optional.of(reportFile));
    }

    private static String folder(StoredDataset dataset) {
        return "mixtures/" + dataset.id();
    }

    /** What a mixture is made from, out of the store; results of measurements are read once. */
    private final class StoredInputs implements MixtureInputs {
        private final MixtureRequest.Sources recipe;
        private final DatasetBuilder.Attempt attempt;
        private final Map<String, Path> rowFiles = new HashMap<>();
        private final Map<String, RowValues> values = new HashMap<>();

        private StoredInputs(MixtureRequest.Sources recipe, DatasetBuilder.Attempt attempt) {
            this.recipe = recipe;
            this.attempt = attempt;
        }

        @Override
        public RowSource rows(String sourceId) throws IOException {
            if (!rowFiles.containsKey(sourceId)) {
                BuiltDataset.Source source = lookup.built(Kind.SOURCE, sourceId, BuiltDataset.Source.class);
                rowFiles.put(sourceId, artifacts.file(source.rows()));
            }
            Path rows = rowFiles.get(sourceId);
            return () -> SourceRows.read(rows).map(this::ofAttempt);
        }

        /** Filters read every row before the first example is written, which may take long. */
        private SourceRow ofAttempt(SourceRow row) {
            if (attempt.isAbandoned()) {
                throw new UncheckedIOException(new JsonLines.Abandoned(row.number()));
            }
            return row;
        }

        @Override
        public LongFunction<Optional<ExampleLosses>> losses(String sourceId, String model) throws IOException {
            return values(measurements.request(Measure.LOSSES, sourceId, model, recipe.template()))::losses;
        }

        @Override
        public LongFunction<OptionalInt> tokens(String sourceId) throws IOException {
            String tokenizer = recipe.tokenizer().orElseThrow();
            return values(measurements.request(Measure.TOKENS, sourceId, tokenizer, recipe.template()))::tokens;
        }

        @Override
        public List<SuiteItem> items(String suiteId) throws IOException {
            BuiltDataset.Suite suite = lookup.built(Kind.SUITE, suiteId, BuiltDataset.Suite.class);
            return JsonLines.readAll(artifacts.file(suite.event().suite().items()), SuiteItem.class);
        }

        private RowValues values(MeasurementRequest request) throws IOException {
            if (!values.containsKey(request.id())) {
                values.put(request.id(), measurements.values(request));
            }
            return values.get(request.id());
        }
    }
}
