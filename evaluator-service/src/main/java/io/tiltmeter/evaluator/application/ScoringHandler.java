package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.evaluator.evaluation.ExampleLengths;
import io.tiltmeter.evaluator.evaluation.ExampleScoring;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.ScoringTask;
import io.tiltmeter.evaluator.evaluation.Watcher;
import io.tiltmeter.evaluator.evaluation.Watcher.Abandoned;
import io.tiltmeter.evaluator.persistence.ModelFolders;
import io.tiltmeter.evaluator.persistence.ScoringArtifacts;
import io.tiltmeter.evaluator.persistence.ScoringRepository;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.persistence.PatientTransactions;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Measures one shard of examples: writes the file, then stores row and event in one transaction. */
@Singleton
public class ScoringHandler implements WorkHandler {
    private static final Logger LOG = Logger.getLogger(ScoringHandler.class);

    private final HeldModel held;
    private final ModelFolders folders;
    private final ScoringRepository scorings;
    private final ScoringArtifacts artifacts;
    private final WorkRepository work;
    private final PatientTransactions transactions;
    private final Outbox outbox;
    private final ScoringMetrics metrics;
    private final ReplicaName replica;

    public ScoringHandler(
            HeldModel held,
            ModelFolders folders,
            ScoringRepository scorings,
            ScoringArtifacts artifacts,
            WorkRepository work,
            PatientTransactions transactions,
            Outbox outbox,
            ScoringMetrics metrics,
            ReplicaName replica) {
        this.held = held;
        this.folders = folders;
        this.scorings = scorings;
        this.artifacts = artifacts;
        this.work = work;
        this.transactions = transactions;
        this.outbox = outbox;
        this.metrics = metrics;
        this.replica = replica;
    }

    @Override
    public String kind() {
        return ScoringRepository.KIND;
    }

    @Override
    public void handle(Lease lease) throws IOException {
        ScoringTask task = scorings.task(lease.item());
        Optional<ExamplesScored> known = transactions.call(() -> scorings.published(task));
        if (known.isPresent() && artifacts.isUnchanged(known.get().losses())) {
            publish(lease, known.get());
            LOG.infof("examples published again item=%s", task.id());
            return;
        }
        metrics.started();
        boolean done = false;
        try {
            score(lease, task);
            done = true;
        } catch (Abandoned abandoned) {
            LOG.infof("scoring left to another attempt item=%s reason=%s", task.id(), abandoned.getMessage());
        } finally {
            metrics.ended();
            if (!done) {
                held.close();
            }
        }
    }

    private void score(Lease lease, ScoringTask task) throws IOException {
        Instant startedAt = Instant.now();
        List<ExampleMeasurement> measured = measure(task, done -> lease.isLost());
        work.report(lease, () -> {}); // an attempt that lost its lease must not overwrite the file of the next one
        ArtifactRef losses = artifacts.write(task, measured);
        Instant finishedAt = Instant.now();
        publish(lease, event(task, losses, finishedAt));
        Duration took = Duration.between(startedAt, finishedAt);
        long unscored =
                measured.stream().filter(it -> it.unscored().isPresent()).count();
        metrics.scored(task, took);
        LOG.infof(
                "examples scored request=%s shard=%d measure=%s examples=%d unscored=%d took=%s",
                task.request().requestId(),
                task.request().shard(),
                task.request().measure().label(),
                measured.size(),
                unscored,
                took);
    }

    private List<ExampleMeasurement> measure(ScoringTask task, Watcher watcher) throws IOException {
        ExamplesScoringRequested request = task.request();
        List<TrainingExample> examples = artifacts.examples(task);
        return switch (request.measure()) {
            case LOSSES ->
                ExampleScoring.losses(held.get(task.neededModel(), folders), request.template(), examples, watcher);
            case TOKENS ->
                ExampleLengths.of(held.tokenizer(request.model(), folders), request.template(), examples, watcher);
        };
    }

    private void publish(Lease lease, ExamplesScored event) {
        work.complete(lease, () -> {
            scorings.storePublished(lease.item(), event);
            outbox.append(EventTypes.EXAMPLES_SCORED, event.requestId(), event);
        });
    }

    private ExamplesScored event(ScoringTask task, ArtifactRef losses, Instant finishedAt) {
        ExamplesScoringRequested request = task.request();
        return new ExamplesScored(
                request.requestId(),
                request.shard(),
                request.exampleCount(),
                losses,
                request.measure() == Measure.LOSSES ? Optional.of(TorchEngine.description()) : Optional.empty(),
                Optional.of(replica.value()),
                finishedAt);
    }

    @Override
    public void failed(WorkItem item, String reason) {
        ExamplesScoringRequested request = scorings.task(item).request();
        outbox.append(
                EventTypes.EXAMPLES_SCORING_FAILED,
                request.requestId(),
                new ExamplesScoringFailed(request.requestId(), request.shard(), item.attempt(), reason, Instant.now()));
        metrics.failed();
        LOG.errorf(
                "scoring given up request=%s shard=%d attempts=%d reason=%s",
                request.requestId(), request.shard(), item.attempt(), reason);
    }
}
