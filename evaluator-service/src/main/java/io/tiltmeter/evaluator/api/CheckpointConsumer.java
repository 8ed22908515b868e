package io.tiltmeter.evaluator.api;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts announced checkpoints: rows in the work table, then the acknowledgement. */
@ApplicationScoped
public class CheckpointConsumer {
    @Inject
    EventReceiver receiver;

    @Inject
    EvaluationIntake evaluations;

    @Inject
    EvaluatorWorker worker;

    @Incoming("checkpointready")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        CompletionStage<Void> taken = receiver.receive(message, EventTypes.CHECKPOINT_READY, evaluations::accept);
        worker.wake();
        return taken;
    }
}
