package io.tiltmeter.dataset.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.dataset.application.MeasurementService;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stores what evaluators measured of a shard. Repeated, late and unknown results change nothing. */
@ApplicationScoped
public class ExamplesScoredConsumer {
    private final EventReceiver receiver;
    private final MeasurementService measurements;
    private final Workers workers;

    public ExamplesScoredConsumer(EventReceiver receiver, MeasurementService measurements, Workers workers) {
        this.receiver = receiver;
        this.measurements = measurements;
        this.workers = workers;
    }

    @Incoming("examples-scored")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        CompletionStage<Void> received = receiver.receive(message, EventTypes.EXAMPLES_SCORED, measurements::scored);
        workers.wake();
        return received;
    }
}
