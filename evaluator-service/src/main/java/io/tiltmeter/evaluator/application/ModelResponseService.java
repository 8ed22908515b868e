package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.suite.SuiteItem;
import io.tiltmeter.contracts.suite.SuiteRef;
import io.tiltmeter.evaluator.benchmark.BenchmarkPrompts;
import io.tiltmeter.evaluator.evaluation.AnswerGeneration;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.AttentionProbe;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.BenchmarkResponses;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForGradients;
import io.tiltmeter.evaluator.evaluation.EvaluationMethod.ForKnowledge;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.GradientProbe;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.KnowledgeProbe;
import io.tiltmeter.evaluator.evaluation.LikelihoodScoring;
import io.tiltmeter.evaluator.evaluation.ModelResponse;
import io.tiltmeter.evaluator.evaluation.PromptRunner;
import io.tiltmeter.evaluator.evaluation.ResponseKind;
import io.tiltmeter.evaluator.evaluation.SavedResponses;
import io.tiltmeter.evaluator.evaluation.SuiteSelection;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.ModelFolders;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.evaluator.persistence.StoredResponses;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The responses of models to suites: from the artifact store where they are complete, else from the model. */
@Singleton
public class ModelResponseService {
    private static final Logger LOG = Logger.getLogger(ModelResponseService.class);

    private final HeldModel held;
    private final ModelFolders folders;
    private final EvaluationArtifacts artifacts;
    private final BenchmarkTasks benchmarks;
    private final ModelResponseRepository responses;
    private final WorkRepository work;
    private final PatientTransactions transactions;
    private final EvaluationConfig config;
    private final ReplicaName replica;

    public ModelResponseService(
            HeldModel held,
            ModelFolders folders,
            EvaluationArtifacts artifacts,
            BenchmarkTasks benchmarks,
            ModelResponseRepository responses,
            WorkRepository work,
            PatientTransactions transactions,
            EvaluationConfig config,
            ReplicaName replica) {
        this.held = held;
        this.folders = folders;
        this.artifacts = artifacts;
        this.benchmarks = benchmarks;
        this.responses = responses;
        this.work = work;
        this.transactions = transactions;
        this.config = config;
        this.replica = replica;
    }

    /**
     * The responses to a suite.
     *
     * @param stored their file and what computed them
     * @param items in the suite's order
     */
    record SuiteResponses(StoredResponses stored, List<ModelResponse> items) {}

    /**
     * The responses of one kind that a task needs.
     *
     * @throws io.tiltmeter.evaluator.evaluation.Watcher.Abandoned if the lease is lost; what was committed stays
     */
    SuiteResponses get(Lease lease, EvaluationTask task, ResponseKind kind, SuiteSelection items) throws IOException {
        Optional<StoredResponses> stored = transactions.call(() -> responses.complete(task.identity(), kind));
        if (stored.isPresent()) {
            try {
                return new SuiteResponses(stored.get(), artifacts.responses(stored.get()));
            } catch (ArtifactDamaged missingOrChanged) {
                return compute(lease, task, kind, items);
            }
        }
        return compute(lease, task, kind, items);
    }

    private SuiteResponses compute(Lease lease, EvaluationTask task, ResponseKind kind, SuiteSelection items)
            throws IOException {
        Instant startedAt = Instant.now();
        AnsweringModel model = held.get(task.model(), folders);
        long halvedBefore = model.model().halvedBatches();
        BatchPolicy batches = config.policy();
        String engine = TorchEngine.description();
        String policy = engine + "; " + batches.describe();
        String identity = task.identity();
        SavedResponses saved = new CommittedResponses(lease, identity, kind, policy);
        PromptRunner runner = new PromptRunner(batches, saved, done -> lease.isLost());
        List<ModelResponse> computed = computed(model, task, kind, items, runner);
        ArtifactRef file = artifacts.writeResponses(task.folder(lease.item().attempt()), kind, computed);
        long halved = model.model().halvedBatches() - halvedBefore;
        StoredResponses stored = new StoredResponses(
                file,
                computed.size(),
                engine,
                batches.describe() + (halved == 0 ? "" : "; memory forced smaller ones " + halved + " times"),
                replica.value(),
                startedAt,
                Instant.now());
        work.progress(lease, () -> responses.store(identity, kind, stored));
        return new SuiteResponses(stored, computed);
    }

    /**
     * @throws IllegalArgumentException if the model cannot be evaluated so: a repetition would not help
     * @throws io.tiltmeter.evaluator.evaluation.Watcher.Abandoned if the lease is lost
     */
    private List<ModelResponse> computed(
            AnsweringModel model, EvaluationTask task, ResponseKind kind, SuiteSelection items, PromptRunner runner)
            throws IOException {
        String template = task.template();
        return switch (kind) {
            case ANSWERS ->
                new AnswerGeneration(model, template, task.arm().orElseThrow()).generate(items.selected(), runner);
            case LIKELIHOODS ->
                new LikelihoodScoring(model, template).bothAnswers(task.arm().orElseThrow(), items.selected(), runner);
            case CANDIDATES ->
                new KnowledgeProbe(model, template, ((ForKnowledge) task.method()).filter()).responses(items, runner);
            case ATTENTION ->
                new AttentionProbe(model, template, task.arm().orElseThrow()).responses(items.selected(), runner);
            case TARGETS ->
                new LikelihoodScoring(model, template).ownAnswers(task.arm().orElseThrow(), items.selected(), runner);
            case GRADIENTS -> {
                ForGradients method = (ForGradients) task.method();
                List<SuiteItem> standard = new ArrayList<>();
                for (SuiteRef suite : method.classSuites()) {
                    standard.addAll(artifacts.items(suite));
                }
                yield new GradientProbe(model, template, method.arm()).responses(items.selected(), standard);
            }
            case RESPONSES -> {
                BenchmarkPrompts prompts = new BenchmarkPrompts(
                        benchmarks.of(task, items),
                        model.tokenizer(),
                        model.model().config());
                yield new BenchmarkResponses(model, prompts).responses(items.selected(), runner);
            }
        };
    }

    /** Commits responses every so often, whole batches together; the last ones are stored with the complete file. */
    private final class CommittedResponses implements SavedResponses {
        private static final double NANOS = 1e9;

        private final Lease lease;
        private final String identity;
        private final ResponseKind kind;
        private final String policy;
        private final List<ModelResponse> earlier = new ArrayList<>();
        private final List<ModelResponse> open = new ArrayList<>();
        private long since;

        /** Guarded by the lease: an attempt that lost its lease must not delete what the next one saves. */
        CommittedResponses(Lease lease, String identity, ResponseKind kind, String policy) {
            this.lease = lease;
            this.identity = identity;
            this.kind = kind;
            this.policy = policy;
            work.report(lease, () -> {
                earlier.clear();
                earlier.addAll(responses.chunks(identity, kind, policy));
            });
            if (!earlier.isEmpty()) {
                LOG.infof(
                        "evaluation continues item=%s part=%s itemsKept=%d",
                        lease.item().id(), kind.id(), earlier.size());
            }
            since = System.nanoTime();
        }

        @Override
        public List<ModelResponse> earlier() {
            return earlier;
        }

        @Override
        public void save(List<ModelResponse> batch) {
            open.addAll(batch);
            long now = System.nanoTime();
            if (now - since >= config.keepEvery().toNanos()) {
                double seconds = (now - since) / NANOS;
                work.progress(lease, () -> responses.save(identity, kind, policy, open, seconds));
                open.clear();
                since = System.nanoTime();
            }
        }
    }
}
