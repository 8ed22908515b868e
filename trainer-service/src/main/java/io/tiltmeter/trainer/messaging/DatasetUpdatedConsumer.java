package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.trainer.application.RunLifecycle;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Records whether a mixture or suite is being built or has failed, and fails the runs that wait for a failed one. */
@ApplicationScoped
public class DatasetUpdatedConsumer {
    private final EventReceiver receiver;
    private final RunLifecycle lifecycle;

    public DatasetUpdatedConsumer(EventReceiver receiver, RunLifecycle lifecycle) {
        this.receiver = receiver;
        this.lifecycle = lifecycle;
    }

    @Incoming("dataset-updated")
    @Blocking
    public CompletionStage<Void> datasetUpdated(Message<String> message) {
        return receiver.receive(message, EventTypes.DATASET_UPDATED, lifecycle::datasetUpdated);
    }
}
