package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.dataset.mixture.ExampleProperties;
import io.tiltmeter.dataset.mixture.ExportFormat;
import io.tiltmeter.dataset.mixture.Trainer;
import io.tiltmeter.dataset.mixture.TrainerConfiguration;
import io.tiltmeter.dataset.persistence.BuiltDataset;
import io.tiltmeter.dataset.persistence.StoredDataset;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Mixtures as files for other trainers. A file is read twice, one example in memory at a time: what its examples have is known
 * before the first byte is written.
 */
@Singleton
public class MixtureExport {
    private final DatasetLookup lookup;
    private final ArtifactStore artifacts;

    public MixtureExport(DatasetLookup lookup, ArtifactStore artifacts) {
        this.lookup = lookup;
        this.artifacts = artifacts;
    }

    /** A mixture that can be written in a format. */
    public record Selection(Path examples, ExampleProperties properties, ExportFormat format) {}

    /**
     * Finds a mixture, and reads it once.
     *
     * @throws io.tiltmeter.servicekit.rest.NotFound if there is none of this id
     * @throws io.tiltmeter.servicekit.rest.Conflict if it is not ready
     * @throws InvalidRequest if it has examples that the format cannot express
     */
    public Selection select(String id, ExportFormat format) throws IOException {
        Path examples = examples(lookup.one(Kind.MIXTURE, id));
        ExampleProperties properties = properties(examples);
        check(format.faults(properties));
        return new Selection(examples, properties, format);
    }

    /** Writes every example of a mixture, in its order; the stream stays open. */
    public void write(Selection selection, OutputStream out) throws IOException {
        try (Stream<TrainingExample> examples = JsonLines.stream(selection.examples(), TrainingExample.class)) {
            JsonLines.write(examples.map(example -> selection.format().line(example, selection.properties())), out);
        }
    }

    /**
     * What a trainer needs besides the file of a mixture.
     *
     * @param format of the file; empty for the first that the trainer reads and the mixture fits
     * @throws io.tiltmeter.servicekit.rest.NotFound if there is no mixture of this id
     * @throws io.tiltmeter.servicekit.rest.Conflict if it is not ready
     * @throws InvalidRequest if the trainer would learn something else than the mixture says
     */
    public TrainerConfiguration configuration(String id, Trainer trainer, Optional<ExportFormat> format)
            throws IOException {
        StoredDataset mixture = lookup.one(Kind.MIXTURE, id);
        ExampleProperties properties = properties(examples(mixture));
        format.ifPresent(wanted -> check(trainer.faults(wanted, properties)));
        ExportFormat fitting = format.or(() -> trainer.format(properties))
                .orElseThrow(() -> new InvalidRequest(trainer.faults(properties)));
        Optional<Integer> maxLengthTokens =
                mixture.recipe(MixtureRequest.class) instanceof MixtureRequest.Sources sources
                        ? sources.maxLength()
                        : Optional.empty();
        return new TrainerConfiguration(id, fitting, properties, maxLengthTokens);
    }

    private Path examples(StoredDataset mixture) throws IOException {
        return artifacts.file(
                lookup.built(mixture, BuiltDataset.Mixture.class).event().examples());
    }

    private static ExampleProperties properties(Path file) throws IOException {
        ExampleProperties properties = new ExampleProperties();
        try (Stream<TrainingExample> examples = JsonLines.stream(file, TrainingExample.class)) {
            examples.forEachOrdered(properties::add);
        }
        return properties;
    }

    private static void check(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
    }
}
