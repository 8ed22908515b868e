package io.tiltmeter.evaluator.application;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.evaluator.evaluation.AnsweringModel;
import io.tiltmeter.evaluator.evaluation.AskedItems;
import io.tiltmeter.evaluator.evaluation.BatchPolicy;
import io.tiltmeter.evaluator.evaluation.EvaluationTask;
import io.tiltmeter.evaluator.evaluation.HeldModel;
import io.tiltmeter.evaluator.evaluation.ItemReading;
import io.tiltmeter.evaluator.evaluation.Part;
import io.tiltmeter.evaluator.evaluation.SuiteReader;
import io.tiltmeter.evaluator.evaluation.TaskReading;
import io.tiltmeter.evaluator.persistence.EvaluationArtifacts;
import io.tiltmeter.evaluator.persistence.ModelFolders;
import io.tiltmeter.evaluator.persistence.ModelResponseRepository;
import io.tiltmeter.evaluator.persistence.StoredResponses;
import io.tiltmeter.languagemodel.torch.TorchEngine;
import io.tiltmeter.servicekit.artifact.ArtifactDamaged;
import io.tiltmeter.servicekit.configuration.ReplicaName;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What models give for suites: from the store where it is whole, else from the model, chunk by chunk. */
@Singleton
public class SuiteReadings {
    private static final Logger LOG = Logger.getLogger(SuiteReadings.class);

    private final HeldModel held;
    private final ModelFolders folders;
    private final EvaluationArtifacts artifacts;
    private final Benchmarks benchmarks;
    private final ModelResponseRepository table;
    private final WorkRepository work;
    private final Transactions transactions;
    private final EvaluationConfig config;
    private final ReplicaName replica;

    public SuiteReadings(
            HeldModel held,
            ModelFolders folders,
            EvaluationArtifacts artifacts,
            Benchmarks benchmarks,
            ModelResponseRepository table,
            WorkRepository work,
            Transactions transactions,
            EvaluationConfig config,
            ReplicaName replica) {
        this.held = held;
        this.folders = folders;
        this.artifacts = artifacts;
        this.benchmarks = benchmarks;
        this.table = table;
        this.work = work;
        this.transactions = transactions;
        this.config = config;
        this.replica = replica;
    }

    /**
     * A reading and what stands in it.
     *
     * @param stored where it lies and what computed it
     * @param items in the suite's order
     */
    record Whole(StoredResponses stored, List<ItemReading> items) {}

    /**
     * One part of a task.
     *
     * @throws io.tiltmeter.evaluator.evaluation.Abandoned if the lease is lost; what was committed stays
     */
    Whole read(Lease lease, EvaluationTask task, Part part, AskedItems items) throws IOException {
        Optional<StoredResponses> stored =
                transactions.runPatiently(handle -> table.whole(handle, task.identity(), part));
        if (stored.isPresent()) {
            try {
                return new Whole(stored.get(), artifacts.readings(stored.get()));
            } catch (ArtifactDamaged missingOrChanged) {
                return readModel(lease, task, part, items);
            }
        }
        return readModel(lease, task, part, items);
    }

    private Whole readModel(Lease lease, EvaluationTask task, Part part, AskedItems items) throws IOException {
        Instant startedAt = Instant.now();
        AnsweringModel model = held.get(task.model(), folders);
        long halvedBefore = model.model().halvedBatches();
        BatchPolicy batches = config.policy();
        String engine = TorchEngine.description();
        String policy = engine + "; " + batches.describe();
        String identity = task.identity();
        ChunkKeeper keeper = new ChunkKeeper(
                earlier(lease, identity, part, policy),
                config.keepEvery(),
                (readings, seconds) ->
                        work.progress(lease, handle -> table.keep(handle, identity, part, policy, readings, seconds)));
        SuiteReader reader = new SuiteReader(batches, keeper, done -> lease.isLost());
        List<ItemReading> readings =
                new TaskReading(model, task, () -> benchmarks.of(task, items)).read(part, items, reader);
        ArtifactRef file = artifacts.writeReadings(task.folder(lease.item().attempt()), part, readings);
        long halved = model.model().halvedBatches() - halvedBefore;
        StoredResponses whole = new StoredResponses(
                file,
                readings.size(),
                engine,
                batches.describe() + (halved == 0 ? "" : "; memory forced smaller ones " + halved + " times"),
                replica.value(),
                startedAt,
                Instant.now());
        work.progress(lease, handle -> table.store(handle, identity, part, whole));
        return new Whole(whole, readings);
    }

    /** Guarded by the lease: an attempt that was overtaken must not let go of what its successor keeps. */
    private List<ItemReading> earlier(Lease lease, String identity, Part part, String policy) {
        List<ItemReading> earlier = new ArrayList<>();
        work.report(lease, handle -> {
            earlier.clear();
            earlier.addAll(table.chunks(handle, identity, part, policy));
        });
        if (!earlier.isEmpty()) {
            LOG.infof(
                    "reading goes on item=%s part=%s itemsKept=%d", lease.item().id(), part.id(), earlier.size());
        }
        return earlier;
    }
}
