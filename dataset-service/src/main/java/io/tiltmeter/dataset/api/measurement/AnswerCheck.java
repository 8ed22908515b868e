package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.contracts.example.ExampleMeasurement;
import io.tiltmeter.contracts.example.Measure;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.dataset.api.DatasetBuilder;
import io.tiltmeter.dataset.api.JsonLines;
import io.tiltmeter.dataset.store.AnswerTotals;
import io.tiltmeter.dataset.store.MeasurementShard;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.servicekit.artifact.ArtifactStore;
import io.tiltmeter.servicekit.work.Lease;
import io.tiltmeter.servicekit.work.Transactions;
import io.tiltmeter.servicekit.work.WorkHandler;
import io.tiltmeter.servicekit.work.WorkItem;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Reads all answers to a question once they are there. A shard whose answer is of no use is asked for again, a few
 * times; if all are good, what waited for them goes on.
 */
@Singleton
public class AnswerCheck implements WorkHandler {
    /** The kind of its work. */
    public static final String KIND = "answers";

    private static final Logger LOG = Logger.getLogger(AnswerCheck.class);
    private static final int MAX_ASKS = 5;

    private final Transactions transactions;
    private final MeasurementStore measurements;
    private final Measurements asking;
    private final DatasetBuilder builder;
    private final ArtifactStore artifacts;
    private final WorkRepository work;

    public AnswerCheck(
            Transactions transactions,
            MeasurementStore measurements,
            Measurements asking,
            DatasetBuilder builder,
            ArtifactStore artifacts,
            WorkRepository work) {
        this.transactions = transactions;
        this.measurements = measurements;
        this.asking = asking;
        this.builder = builder;
        this.artifacts = artifacts;
        this.work = work;
    }

    /** The answers of each time that was asked are looked at once. */
    static String workId(StoredMeasurement measurement) {
        return KIND + "/" + measurement.id() + "/" + measurement.asks();
    }

    @Override
    public void handle(Lease lease) {
        String id = lease.item().payload();
        StoredMeasurement measurement = transactions.runPatiently(
                handle -> measurements.find(handle, id).orElseThrow());
        List<MeasurementShard> shards = transactions.runPatiently(handle -> measurements.shards(handle, id));
        Map<Integer, String> faults = new TreeMap<>();
        AnswerTotals totals = AnswerTotals.NONE;
        for (MeasurementShard shard : shards) {
            try {
                for (ExampleMeasurement answer : checked(measurement.measure(), shard)) {
                    totals = answer.tokens().map(totals::withTokens).orElseGet(totals::withUnscored);
                }
            } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
                faults.put(shard.number(), e.getMessage());
            }
        }
        AnswerTotals total = totals;
        work.complete(lease, handle -> settle(handle, measurement, faults, total));
    }

    @Override
    public void failed(Handle handle, WorkItem item, String reason) {
        asking.failed(handle, item.payload(), reason, builder);
    }

    private void settle(
            Handle handle, StoredMeasurement measurement, Map<Integer, String> faults, AnswerTotals totals) {
        if (faults.isEmpty()) {
            asking.done(handle, measurement.id(), totals);
            return;
        }
        LOG.warnf("answers of no use measurement=%s shards=%s", measurement.id(), faults);
        faults.keySet().forEach(shard -> measurements.forget(handle, measurement.id(), shard));
        if (measurement.asks() >= MAX_ASKS) {
            String reason = "after " + MAX_ASKS + " requests some answers are still of no use: " + faults;
            asking.failed(handle, measurement.id(), reason, builder);
        } else {
            asking.askForMissing(handle, measurement);
        }
    }

    /** A shard's answers. @throws IllegalArgumentException if they are of no use */
    private List<ExampleMeasurement> checked(Measure measure, MeasurementShard shard) throws IOException {
        ArtifactRef losses = shard.losses().orElseThrow(() -> new IllegalArgumentException("there is no answer"));
        List<ExampleMeasurement> answers = JsonLines.readAll(artifacts.file(losses), ExampleMeasurement.class);
        List<TrainingExample> examples = JsonLines.readAll(artifacts.file(shard.examples()), TrainingExample.class);
        if (answers.size() != examples.size()) {
            throw new IllegalArgumentException(answers.size() + " answers for " + examples.size() + " examples");
        }
        for (int i = 0; i < answers.size(); i++) {
            ExampleMeasurement answer = answers.get(i);
            String expected = examples.get(i).id();
            if (!answer.id().equals(expected)) {
                throw new IllegalArgumentException("answers example " + answer.id() + " in the place of " + expected);
            }
            if (measure == Measure.LOSSES
                    && answer.losses().isEmpty() == answer.unscored().isEmpty()) {
                throw new IllegalArgumentException("example " + expected + " has neither losses nor a reason why not");
            }
        }
        return answers;
    }
}
