package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.trainer.application.StudyLifecycle;
import io.tiltmeter.trainer.application.TrainingWorker;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Fails the runs of a study whose mixture or suite cannot be accepted. */
@ApplicationScoped
public class StudyDatasetRefusedConsumer {
    private final EventReceiver receiver;
    private final StudyLifecycle studies;
    private final TrainingWorker training;

    public StudyDatasetRefusedConsumer(EventReceiver receiver, StudyLifecycle studies, TrainingWorker training) {
        this.receiver = receiver;
        this.studies = studies;
        this.training = training;
    }

    @Incoming("study-dataset-refused")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        AtomicReference<List<String>> failed = new AtomicReference<>(List.of());
        return receiver.receive(
                        message, EventTypes.STUDY_DATASET_REFUSED, event -> failed.set(studies.datasetRefused(event)))
                .thenRun(() -> failed.get().forEach(training::cancelled));
    }
}
