package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.RunIngestion;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

@ApplicationScoped
public class ProbeMeasuredConsumer {
    private final EventReceiver receiver;
    private final RunIngestion ingestion;

    public ProbeMeasuredConsumer(EventReceiver receiver, RunIngestion ingestion) {
        this.receiver = receiver;
        this.ingestion = ingestion;
    }

    @Incoming("probe-measured")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.PROBE_MEASURED, ingestion::accept);
    }
}
