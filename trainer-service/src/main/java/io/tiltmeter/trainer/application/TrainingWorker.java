package io.tiltmeter.trainer.application;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.training.TrainingSession;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import io.tiltmeter.servicekit.work.Worker;
import io.tiltmeter.trainer.finetuning.EncodedMixture;
import io.tiltmeter.trainer.finetuning.Finetuning;
import io.tiltmeter.trainer.finetuning.RunPlan;
import io.tiltmeter.trainer.persistence.CheckpointTable;
import io.tiltmeter.trainer.persistence.RunInputs;
import io.tiltmeter.trainer.persistence.RunTable;
import io.tiltmeter.trainer.persistence.StoredCheckpoint;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Trains one run after another: leases it, goes on from its newest checkpoint, and ends it. */
@Singleton
public class TrainingWorker implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(TrainingWorker.class);

    private final Jdbi jdbi;
    private final ArtifactStore artifacts;
    private final StartingModels models;
    private final TrainingAttempt.Desk desk;
    private final Worker worker;
    private final Places places;
    private volatile TrainingAttempt inHand;

    public TrainingWorker(
            Jdbi jdbi,
            ArtifactStore artifacts,
            StartingModels models,
            WorkRepository workTable,
            RunLedger ledger,
            Outbox outbox,
            CheckpointFiles files,
            TrainerMetrics metrics,
            TrainerConfig config,
            Places places,
            ReplicaName replica) {
        this.jdbi = jdbi;
        this.artifacts = artifacts;
        this.models = models;
        this.desk = new TrainingAttempt.Desk(workTable, ledger, outbox, files, metrics, config);
        this.places = places;
        this.worker = new Worker(replica.value(), workTable, this);
    }

    void start(@Observes StartupEvent event) {
        worker.start();
    }

    void stop(@Observes ShutdownEvent event) {
        worker.close();
    }

    /** A run may have been queued: look now. */
    public void wake() {
        worker.wake();
    }

    /** A run was cancelled: if it trains here, no further step is taken. */
    public void cancelled(String runId) {
        TrainingAttempt attempt = inHand;
        if (attempt != null && attempt.runId().equals(runId)) {
            attempt.stop();
        }
    }

    /** A run is to end early: if it trains here, no further step is taken. */
    public void stopEarly(StoredRun run) {
        TrainingAttempt attempt = inHand;
        if (attempt != null && attempt.runId().equals(run.id())) {
            attempt.stopEarly(run.stopEarly());
        }
    }

    @Override
    public void handle(Lease lease) throws Exception {
        String runId = lease.item().id();
        try {
            train(lease, runId);
        } catch (IllegalArgumentException e) {
            LOG.warnf("run cannot be trained run=%s reason=%s", runId, e.getMessage());
            desk.workTable().giveUp(lease, e.getMessage(), this);
        } catch (JdbiException e) {
            throw new IllegalStateException("the database refused: " + firstLineOfRoot(e), e);
        } finally {
            inHand = null;
        }
    }

    @Override
    public void retried(Handle handle, WorkItem item, String reason) {
        desk.ledger().interrupt(handle, item.id(), places.leftOutOf(reason));
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        desk.ledger().fail(handle, item.id(), places.leftOutOf(reason));
    }

    private static String firstLineOfRoot(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    private void train(Lease lease, String runId) throws IOException {
        StoredRun run = jdbi.withHandle(handle -> RunTable.find(handle, runId)).orElseThrow();
        Optional<StoredCheckpoint> newest = jdbi.withHandle(handle -> CheckpointTable.newest(handle, runId));
        int from = newest.map(StoredCheckpoint::step).orElse(0);
        RunInputs inputs = run.inputs().orElseThrow();
        RunPlan plan = run.plan().orElseThrow();
        desk.workTable().report(lease, handle -> desk.ledger().start(handle, runId, from));
        LOG.infof(
                "training begins run=%s step=%d totalSteps=%d attempt=%d",
                runId, from, plan.totalSteps(), lease.item().attempt());
        StartingModels.Opened opened =
                newest.isPresent() ? models.resume(run, newest.get()) : models.begin(run, inputs);
        try (TrainingSession session = opened.session();
                TrainerMetrics.RunGauges gauges = desk.metrics().watch(runId, plan.totalSteps())) {
            EncodedMixture mixture = encode(run, inputs, session, opened.tokenizerJson());
            TrainingAttempt attempt = new TrainingAttempt(
                    lease,
                    run,
                    inputs,
                    plan,
                    opened,
                    newest.map(StoredCheckpoint::step).orElse(-1),
                    desk,
                    gauges);
            inHand = attempt;
            if (newest.isEmpty()) {
                attempt.checkpointDue(session);
            }
            Finetuning.End end = new Finetuning(run.settings(), plan, mixture).train(session, attempt);
            switch (end) {
                case COMPLETED -> attempt.complete();
                case ENDED_EARLY -> attempt.endEarly(session);
                case STOPPED -> {
                    return;
                }
            }
            wake();
        }
    }

    private EncodedMixture encode(StoredRun run, RunInputs inputs, TrainingSession session, Path tokenizerJson)
            throws IOException {
        int longest = Math.min(
                run.settings().batching().maxLengthTokens(), session.config().maxPositionEmbeddings());
        Path file = artifacts.file(inputs.mixture().examples());
        try (Tokenizer tokenizer = Tokenizer.load(tokenizerJson)) {
            PromptTemplate template = PromptTemplate.named(inputs.mixture().template());
            return EncodedMixture.encode(
                    ExampleFile.read(file, inputs.mixture().exampleCount()),
                    new ExampleEncoder(tokenizer, template, longest));
        }
    }
}
