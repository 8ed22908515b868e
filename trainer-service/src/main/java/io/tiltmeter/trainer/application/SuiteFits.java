package io.tiltmeter.trainer.application;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.evaluation.EvaluationPlan;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.event.SuiteReady;
import io.tiltmeter.contracts.request.ArmRequest;
import io.tiltmeter.contracts.request.RunSettings;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteKind;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.SuiteFit;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.JsonLines;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.DatasetRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Whether the conflict suites of a run fit its model. Only what is there when the run is requested can be known then: its
 * mixture, which has the template, its suites, and its model.
 */
@Singleton
final class SuiteFits {
    private static final Logger LOG = Logger.getLogger(SuiteFits.class);
    private static final String TOKENIZER = "tokenizer.json";
    private static final String WEIGHTS = ".safetensors";
    private static final int ANSWERS_KEPT = 500;

    private final DatasetRepository datasets;
    private final CheckpointRepository checkpoints;
    private final ModelFolders folders;
    private final ArtifactStore artifacts;

    /** Of equal questions: the runs of a study ask them many times. */
    private final Map<Question, Optional<String>> answers = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Optional<String>> eldest) {
            return size() > ANSWERS_KEPT;
        }
    });

    SuiteFits(
            DatasetRepository datasets,
            CheckpointRepository checkpoints,
            ModelFolders folders,
            ArtifactStore artifacts) {
        this.datasets = datasets;
        this.checkpoints = checkpoints;
        this.folders = folders;
        this.artifacts = artifacts;
    }

    /** What the answer depends on. */
    private record Question(SuiteRef suite, Model model, String template, List<ArmRequest> arms, boolean withAnswers) {}

    /** What is known of the run's inputs. */
    private record Inputs(MixtureReady mixture, List<Optional<SuiteRef>> suites, Optional<StoredCheckpoint> base) {}

    /** The model's tokenizer, when its file was last written, and the model's positions. */
    private record Model(Path tokenizer, Instant writtenAt, int positions) {
        static Model of(Path tokenizer, int positions) throws IOException {
            return new Model(tokenizer, Files.getLastModifiedTime(tokenizer).toInstant(), positions);
        }
    }

    /** A fault for each conflict suite that no evaluation of the run could measure; its other fields must be without faults. */
    List<Fault> faults(RunSettings settings) {
        List<Fault> faults = new ArrayList<>();
        Optional<Inputs> inputs = QuarkusTransaction.requiringNew().call(() -> inputs(settings));
        if (inputs.isEmpty()) {
            return faults;
        }
        try {
            Optional<Model> model = model(settings, inputs.get());
            for (int i = 0; model.isPresent() && i < settings.suites().size(); i++) {
                Optional<SuiteRef> suite = inputs.get().suites().get(i);
                if (suite.isPresent() && suite.get().kind() == SuiteKind.KNOWLEDGE_CONFLICT) {
                    Question question = new Question(
                            suite.get(),
                            model.get(),
                            inputs.get().mixture().template(),
                            settings.evaluation().arms(),
                            settings.evaluation().scorers().contains(EvaluationPlan.LOGPROB));
                    String field = "suites[" + i + "]";
                    limit(question)
                            .ifPresent(limit -> faults.add(new Fault(
                                    field,
                                    question.suite().suiteId(),
                                    limit,
                                    "send another suite, or a model with a larger max_position_embeddings")));
                }
            }
        } catch (IOException | UncheckedIOException | UnsupportedModelException e) {
            LOG.warnf(e, "whether the suites of a run fit its model cannot be told yet");
        }
        return faults;
    }

    private Optional<Inputs> inputs(RunSettings settings) {
        Map<String, SuiteReady> suites = datasets.suites(settings.suites());
        return datasets.mixture(settings.mixture())
                .map(mixture -> new Inputs(
                        mixture,
                        settings.suites().stream()
                                .map(id -> Optional.ofNullable(suites.get(id)).map(SuiteReady::suite))
                                .toList(),
                        StartingPoint.of(settings) instanceof StartingPoint.LastCheckpoint named
                                ? checkpoints.newest(named.runId()).filter(StoredCheckpoint::filesKept)
                                : Optional.empty()));
    }

    private Optional<Model> model(RunSettings settings, Inputs inputs) throws IOException {
        StartingPoint start = StartingPoint.of(settings);
        if (start instanceof StartingPoint.ModelFolder named) {
            return Optional.of(inFolder(folders.folder(named.path())));
        }
        if (start instanceof StartingPoint.FreshModel fresh
                && inputs.mixture().tokenizer().isPresent()) {
            Path tokenizer = artifacts.file(inputs.mixture().tokenizer().get());
            return Optional.of(Model.of(tokenizer, fresh.shape().maxPositionEmbeddings()));
        }
        if (inputs.base().isPresent()) {
            return Optional.of(
                    inFolder(artifacts.folder(inputs.base().get().model(), file -> !file.endsWith(WEIGHTS))));
        }
        return Optional.empty();
    }

    private static Model inFolder(Path folder) throws IOException {
        return Model.of(folder.resolve(TOKENIZER), ModelConfig.read(folder).maxPositionEmbeddings());
    }

    /** What is wrong with the suite; empty if at least one of its items fits. */
    private Optional<String> limit(Question question) throws IOException {
        Optional<String> known = answers.get(question);
        if (known == null) {
            known = computed(question);
            answers.put(question, known);
        }
        return known;
    }

    private Optional<String> computed(Question question) throws IOException {
        List<SuiteItem> items =
                JsonLines.readAll(artifacts.file(question.suite().items()), SuiteItem.class);
        try (Tokenizer tokenizer = Tokenizer.load(question.model().tokenizer())) {
            return limit(
                    question,
                    items,
                    new ExampleEncoder(
                            tokenizer,
                            PromptTemplate.named(question.template()),
                            question.model().positions()));
        } catch (IllegalArgumentException e) {
            LOG.debugf("tokenizer and template do not fit, which training says cause=%s", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> limit(Question question, List<SuiteItem> items, ExampleEncoder encoder) {
        try {
            int positions = question.model().positions();
            SuiteFit fit = SuiteFit.of(
                    items,
                    question.arms().stream().map(ArmRequest::toArm).toList(),
                    encoder,
                    positions,
                    question.withAnswers());
            return fit.isNone()
                    ? Optional.of("a suite with an item that fits the model: it has " + positions
                            + " positions, and the shortest of " + fit.items() + " items needs "
                            + fit.shortestTokens())
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("a suite whose items the model can read: " + e.getMessage());
        }
    }
}
