package io.tiltmeter.dataset.api.measurement;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.CheckpointReady;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.contracts.event.ExamplesScored;
import io.tiltmeter.contracts.event.ExamplesScoringFailed;
import io.tiltmeter.dataset.api.BuildWorker;
import io.tiltmeter.dataset.api.DatasetBuilder;
import io.tiltmeter.dataset.store.CheckpointStore;
import io.tiltmeter.dataset.store.MeasurementShard;
import io.tiltmeter.dataset.store.MeasurementStore;
import io.tiltmeter.dataset.store.StoredMeasurement;
import io.tiltmeter.dataset.store.StoredMeasurement.Status;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Hears of checkpoints, and of what evaluators answer. Repeated, late and unknown answers change nothing. */
@ApplicationScoped
public class MeasurementNews {
    private static final Logger LOG = Logger.getLogger(MeasurementNews.class);

    @Inject
    EventReceiver receiver;

    @Inject
    CheckpointStore checkpoints;

    @Inject
    MeasurementStore measurements;

    @Inject
    Measurements asking;

    @Inject
    DatasetBuilder builder;

    @Inject
    WorkRepository work;

    @Inject
    BuildWorker worker;

    @Incoming("checkpointready")
    @Blocking
    public CompletionStage<Void> checkpoint(Message<String> message) {
        return receiver.receive(
                message,
                EventTypes.CHECKPOINT_READY,
                (Handle handle, CheckpointReady checkpoint) -> checkpoints.add(handle, checkpoint));
    }

    @Incoming("examplesscored")
    @Blocking
    public CompletionStage<Void> scored(Message<String> message) {
        CompletionStage<Void> taken = receiver.receive(message, EventTypes.EXAMPLES_SCORED, this::answered);
        worker.wake();
        return taken;
    }

    @Incoming("examplesscoringfailed")
    @Blocking
    public CompletionStage<Void> failed(Message<String> message) {
        return receiver.receive(message, EventTypes.EXAMPLES_SCORING_FAILED, this::givenUp);
    }

    private void answered(Handle handle, ExamplesScored answer) {
        Optional<StoredMeasurement> standing = measurements.lock(handle, answer.requestId());
        if (standing.isEmpty()
                || !measurements.answer(
                        handle, answer.requestId(), answer.shard(), answer.exampleCount(), answer.losses())) {
            LOG.debugf("answer not needed measurement=%s shard=%d", answer.requestId(), answer.shard());
            return;
        }
        List<MeasurementShard> shards = measurements.shards(handle, answer.requestId());
        if (standing.get().status() == Status.WAITING
                && shards.stream().allMatch(shard -> shard.losses().isPresent())) {
            work.accept(handle, AnswerCheck.workId(standing.get()), AnswerCheck.KIND, "", answer.requestId());
        }
    }

    private void givenUp(Handle handle, ExamplesScoringFailed failure) {
        boolean isAwaited = measurements
                .lock(handle, failure.requestId())
                .filter(standing -> standing.status() == Status.WAITING)
                .isPresent();
        boolean isUnanswered = isAwaited
                && measurements.shards(handle, failure.requestId()).stream()
                        .anyMatch(shard -> shard.number() == failure.shard()
                                && shard.losses().isEmpty());
        if (isUnanswered) {
            asking.failed(handle, failure.requestId(), failure.reason(), builder);
        }
    }
}
