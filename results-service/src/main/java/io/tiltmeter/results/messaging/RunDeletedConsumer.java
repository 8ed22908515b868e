package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.DeletionService;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
public class RunDeletedConsumer {
    private final EventReceiver receiver;
    private final DeletionService deletions;

    public RunDeletedConsumer(EventReceiver receiver, DeletionService deletions) {
        this.receiver = receiver;
        this.deletions = deletions;
    }

    @Incoming("run-deleted")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_DELETED, deletions::accept);
    }
}
