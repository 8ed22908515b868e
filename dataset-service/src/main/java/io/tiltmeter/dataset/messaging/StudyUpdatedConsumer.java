package io.tiltmeter.dataset.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.application.StudyDatasets;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Requests the mixtures and suites of studies. A second delivery changes nothing. */
@ApplicationScoped
public class StudyUpdatedConsumer {
    private final EventReceiver receiver;
    private final StudyDatasets datasets;

    public StudyUpdatedConsumer(EventReceiver receiver, StudyDatasets datasets) {
        this.receiver = receiver;
        this.datasets = datasets;
    }

    @Incoming("study-updated")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.STUDY_UPDATED, datasets::accept);
    }
}
