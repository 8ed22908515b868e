package io.tiltmeter.dataset.api.measurement;

import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScoringRequested;
import io.tiltmeter.dataset.api.DatasetBuilder;
import io.tiltmeter.dataset.api.DatasetIntake;
import io.tiltmeter.dataset.store.AnswerTotals;
import io.tiltmeter.dataset.store.DatasetStore;
import io.tiltmeter.dataset.store.MeasurementShard;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.dataset.store.StoredMeasurement.Status;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Asks evaluators for losses and lengths, once for each question, and lets go on what waited for the answer. Every
 * method works within the caller's transaction.
 */
@Singleton
public class Measurements {
    private final MeasurementStore measurements;
    private final DatasetStore datasets;
    private final WorkRepository work;
    private final Outbox outbox;

    public Measurements(MeasurementStore measurements, DatasetStore datasets, WorkRepository work, Outbox outbox) {
        this.measurements = measurements;
        this.datasets = datasets;
        this.work = work;
        this.outbox = outbox;
    }

    /** Sees to it that the question is or gets answered; one that failed is asked again. */
    public StoredMeasurement ask(Handle handle, Question question) {
        String id = question.id();
        boolean isNew = measurements.add(
                handle, id, question.measure(), question.model(), question.sourceId(), question.template());
        if (isNew) {
            work.accept(handle, MeasurementPreparation.workId(id), MeasurementPreparation.KIND, "", id);
        }
        StoredMeasurement standing = measurements.lock(handle, id).orElseThrow();
        if (standing.status() == Status.FAILED) {
            askAgain(handle, standing);
        }
        return measurements.find(handle, id).orElseThrow();
    }

    /** Says that a dataset waits for this question's answer. */
    public StoredMeasurement askFor(Handle handle, String datasetId, Question question) {
        StoredMeasurement measurement = ask(handle, question);
        measurements.need(handle, datasetId, measurement.id());
        return measurement;
    }

    /** Asks for every shard that has no answer. */
    void askForMissing(Handle handle, StoredMeasurement measurement) {
        List<MeasurementShard> shards = measurements.shards(handle, measurement.id());
        Instant now = Instant.now();
        for (MeasurementShard shard : shards) {
            if (shard.losses().isEmpty()) {
                outbox.append(
                        handle,
                        EventTypes.EXAMPLES_SCORING_REQUESTED,
                        measurement.id(),
                        new ExamplesScoringRequested(
                                measurement.id(),
                                shard.number(),
                                shards.size(),
                                measurement.model().model(),
                                measurement.model().base(),
                                shard.examples(),
                                0,
                                shard.exampleCount(),
                                measurement.template(),
                                measurement.measure(),
                                now));
            }
        }
        measurements.asked(handle, measurement.id());
        if (shards.stream().allMatch(shard -> shard.losses().isPresent())) {
            StoredMeasurement asked =
                    measurements.find(handle, measurement.id()).orElseThrow();
            work.accept(handle, AnswerCheck.workId(asked), AnswerCheck.KIND, "", measurement.id());
        }
        measurements.update(handle, measurement.id(), Status.WAITING, Optional.empty());
    }

    /** Every shard is answered and the answers are good: what waited for that is built. */
    void done(Handle handle, String id, AnswerTotals totals) {
        measurements.total(handle, id, totals);
        measurements.update(handle, id, Status.DONE, Optional.empty());
        for (String dataset : measurements.waitingFor(handle, id)) {
            buildIfNothingIsMissing(handle, dataset);
        }
    }

    /** Lets a dataset be built, unless it waits for an answer. */
    public void buildIfNothingIsMissing(Handle handle, String datasetId) {
        boolean isComplete = measurements.neededBy(handle, datasetId).stream()
                .allMatch(measurement -> measurement.status() == Status.DONE);
        if (isComplete) {
            String workId = DatasetIntake.workId(datasetId);
            if (!work.accept(handle, workId, DatasetBuilder.KIND, "", datasetId)) {
                work.retry(handle, workId);
            }
        }
    }

    /** The question cannot be answered: neither can what waits for that be built. */
    void failed(Handle handle, String id, String reason, DatasetBuilder builder) {
        StoredMeasurement measurement = measurements.find(handle, id).orElseThrow();
        measurements.update(handle, id, Status.FAILED, Optional.of(reason));
        String told = measurement.measure().name().toLowerCase(Locale.ROOT) + " of "
                + measurement.sourceId() + " under " + measurement.model().name() + " could not be had: " + reason
                + "; send the request again to have it tried again";
        for (String dataset : measurements.waitingFor(handle, id)) {
            builder.fail(handle, datasets.find(handle, dataset).orElseThrow(), told);
        }
    }

    private void askAgain(Handle handle, StoredMeasurement failed) {
        if (failed.examplesTotal() > 0) {
            askForMissing(handle, failed);
        } else {
            measurements.update(handle, failed.id(), Status.PREPARING, Optional.empty());
            work.retry(handle, MeasurementPreparation.workId(failed.id()));
        }
    }
}
