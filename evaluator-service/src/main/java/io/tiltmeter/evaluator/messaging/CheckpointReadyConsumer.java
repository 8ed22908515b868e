package io.tiltmeter.evaluator.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.application.EvaluationService;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts published checkpoints: rows in the work table, then the acknowledgement. */
@ApplicationScoped
public class CheckpointReadyConsumer {
    private final EventReceiver receiver;
    private final EvaluationService evaluations;
    private final Workers workers;

    public CheckpointReadyConsumer(EventReceiver receiver, EvaluationService evaluations, Workers workers) {
        this.receiver = receiver;
        this.evaluations = evaluations;
        this.workers = workers;
    }

    @Incoming("checkpoint-ready")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        CompletionStage<Void> accepted = receiver.receive(message, EventTypes.CHECKPOINT_READY, evaluations::accept);
        workers.wake();
        return accepted;
    }
}
