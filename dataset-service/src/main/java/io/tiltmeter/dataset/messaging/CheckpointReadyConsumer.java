package io.tiltmeter.dataset.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.persistence.CheckpointRepository;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores the checkpoints that requests may name. */
@ApplicationScoped
public class CheckpointReadyConsumer {
    private final EventReceiver receiver;
    private final CheckpointRepository checkpoints;

    public CheckpointReadyConsumer(EventReceiver receiver, CheckpointRepository checkpoints) {
        this.receiver = receiver;
        this.checkpoints = checkpoints;
    }

    @Incoming("checkpoint-ready")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.CHECKPOINT_READY, checkpoints::add);
    }
}
