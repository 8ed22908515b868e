package io.tiltmeter.trainer.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.json.JsonReason;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.IdleTask;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.trainer.finetuning.EncodedMixture;
import io.tiltmeter.trainer.finetuning.Finetuning;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.persistence.CheckpointRepository;
import io.tiltmeter.trainer.persistence.LossRepository;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Trains a run: continues from its newest checkpoint, and ends it. */
@Singleton
public class TrainingWorker implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(TrainingWorker.class);

    private final PatientTransactions transactions;
    private final RunRepository runs;
    private final ArtifactStore artifacts;
    private final TrainingSessions sessions;
    private final TrainingAttempt.Context context;
    private final List<String> privatePaths;
    private volatile TrainingAttempt current;

    public TrainingWorker(
            PatientTransactions transactions,
            ArtifactStore artifacts,
            TrainingSessions sessions,
            WorkRepository work,
            RunLifecycle lifecycle,
            RunRepository runs,
            LossRepository losses,
            CheckpointRepository checkpoints,
            Outbox outbox,
            CheckpointFiles files,
            TrainerMetrics metrics,
            TrainerConfig config,
            @ConfigProperty(name = "tiltmeter.artifacts.directory") Path artifactDirectory) {
        this.transactions = transactions;
        this.runs = runs;
        this.artifacts = artifacts;
        this.sessions = sessions;
        this.context =
                new TrainingAttempt.Context(work, lifecycle, losses, checkpoints, outbox, files, metrics, config);
        this.privatePaths = Stream.of(artifactDirectory, config.modelsDirectory())
                .map(directory -> directory.toAbsolutePath().normalize() + "/")
                .toList();
    }

    /** A run was cancelled: if it trains here, no further step is taken. */
    public void cancelled(String runId) {
        TrainingAttempt attempt = current;
        if (attempt != null && attempt.runId().equals(runId)) {
            attempt.stop();
        }
    }

    /** A run is to end early: if it trains here, no further step is taken. */
    public void stopEarly(StoredRun run) {
        TrainingAttempt attempt = current;
        if (attempt != null && attempt.runId().equals(run.id())) {
            attempt.stopEarly(run.stopEarly());
        }
    }

    @Override
    public String kind() {
        return RunLifecycle.WORK_KIND;
    }

    @Override
    public void handle(Lease lease) throws Exception {
        String runId = lease.item().id();
        try {
            train(lease, runId);
        } catch (IllegalArgumentException e) {
            LOG.warnf("run cannot be trained run=%s reason=%s", runId, e.getMessage());
            context.work().giveUp(lease, e.getMessage(), this);
        } catch (PersistenceException | QuarkusTransactionException e) {
            throw new IllegalStateException("the database refused: " + firstLineOfRoot(e), e);
        } finally {
            current = null;
        }
    }

    @Override
    public List<IdleTask> idleTasks() {
        return List.of(new IdleTask(context.config().returnMemoryAfter(), TorchEngine::returnFreedMemory));
    }

    @Override
    public void retried(WorkItem item, String reason) {
        context.lifecycle().interrupt(item.id(), withoutPrivatePaths(reason));
    }

    @Override
    public void failed(WorkItem item, String reason) {
        context.lifecycle().fail(item.id(), withoutPrivatePaths(reason));
    }

    /** A reason as users read it: paths begin below the directories of this machine. */
    private String withoutPrivatePaths(String reason) {
        return privatePaths.stream().reduce(reason, (text, path) -> text.replace(path, ""));
    }

    private static String firstLineOfRoot(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private void train(Lease lease, String runId) throws IOException {
        StoredRun run = transactions.call(() -> runs.get(runId));
        Optional<StoredCheckpoint> newest =
                transactions.call(() -> context.checkpoints().newest(runId));
        int from = newest.map(StoredCheckpoint::step).orElse(0);
        RunInputs inputs = run.inputs().orElseThrow();
        RunPlan plan = RunPlan.of(run.settings(), inputs.mixture().exampleCount());
        context.work().report(lease, () -> context.lifecycle().start(runId, from));
        LOG.infof(
                "training begins run=%s step=%d totalSteps=%d attempt=%d",
                runId, from, plan.totalSteps(), lease.item().attempt());
        TrainingSessions.Opened opened =
                newest.isPresent() ? sessions.resume(run, newest.get()) : sessions.begin(run, inputs);
        try (TrainingSession session = opened.session();
                TrainerMetrics.RunGauges gauges = context.metrics().watch(runId, plan.totalSteps())) {
            EncodedMixture mixture = encode(run, inputs, session, opened.tokenizerJson());
            TrainingAttempt attempt = new TrainingAttempt(
                    lease,
                    run,
                    inputs,
                    plan,
                    opened,
                    newest.map(StoredCheckpoint::step).orElse(-1),
                    context,
                    gauges);
            current = attempt;
            if (newest.isEmpty()) {
                attempt.checkpointDue(session);
            }
            Finetuning.End end = new Finetuning(run.settings(), plan, mixture).train(session, attempt);
            switch (end) {
                case COMPLETED -> attempt.complete();
                case ENDED_EARLY -> attempt.endEarly(session);
                case STOPPED -> {}
            }
        }
    }

    private EncodedMixture encode(StoredRun run, RunInputs inputs, TrainingSession session, Path tokenizerJson)
            throws IOException {
        int longest =
                Math.min(run.settings().batching().maxLength(), session.config().maxPositionEmbeddings());
        try (Tokenizer tokenizer = Tokenizer.load(tokenizerJson)) {
            PromptTemplate template = PromptTemplate.named(inputs.mixture().template());
            return EncodedMixture.encode(
                    examples(inputs.mixture()),
                    new ExampleEncoder(tokenizer, template, longest),
                    session.config().vocabSize());
        }
    }

    private static TrainingExample example(String line, int number) {
        try {
            return Json.mapper().readValue(line, TrainingExample.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "example " + number + " of the mixture cannot be read: it " + JsonReason.of(e, line), e);
        }
    }

    private List<TrainingExample> examples(MixtureReady mixture) throws IOException {
        List<TrainingExample> examples = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(artifacts.file(mixture.examples()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    examples.add(example(line, examples.size() + 1));
                }
            }
        }
        if (examples.size() != mixture.exampleCount()) {
            throw new IllegalArgumentException("the mixture's file holds " + examples.size() + " examples instead of "
                    + mixture.exampleCount() + "; build the mixture anew");
        }
        return examples;
    }
}
