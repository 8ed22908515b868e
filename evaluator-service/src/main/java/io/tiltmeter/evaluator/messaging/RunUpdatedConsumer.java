package io.tiltmeter.evaluator.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.application.AdoptionService;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores which runs belong to the trainer: their ids cannot be taken by checkpoints from elsewhere. */
@ApplicationScoped
public class RunUpdatedConsumer {
    private final EventReceiver receiver;
    private final AdoptionService adoptions;

    public RunUpdatedConsumer(EventReceiver receiver, AdoptionService adoptions) {
        this.receiver = receiver;
        this.adoptions = adoptions;
    }

    @Incoming("run-updated")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_UPDATED, adoptions::accept);
    }
}
