package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.run.RunAnnotationService;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores annotations, those of this service too, so that a lost database is filled again. */
@ApplicationScoped
public class RunAnnotatedConsumer {
    private final EventReceiver receiver;
    private final RunAnnotationService annotations;

    public RunAnnotatedConsumer(EventReceiver receiver, RunAnnotationService annotations) {
        this.receiver = receiver;
        this.annotations = annotations;
    }

    @Incoming("run-annotated")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_ANNOTATED, annotations::accept);
    }
}
