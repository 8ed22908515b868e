package io.tiltmeter.dataset.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Fails the measurements that evaluators gave up. Repeated, late and unknown failures change nothing. */
@ApplicationScoped
public class ExamplesScoringFailedConsumer {
    private final EventReceiver receiver;
    private final MeasurementService measurements;

    public ExamplesScoringFailedConsumer(EventReceiver receiver, MeasurementService measurements) {
        this.receiver = receiver;
        this.measurements = measurements;
    }

    @Incoming("examples-scoring-failed")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.EXAMPLES_SCORING_FAILED, measurements::scoringFailed);
    }
}
