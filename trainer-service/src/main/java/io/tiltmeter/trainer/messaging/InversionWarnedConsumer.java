package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.trainer.application.RunLifecycle;
import io.tiltmeter.trainer.application.TrainingWorker;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Stops the runs that asked to be stopped by a live warning. */
@ApplicationScoped
public class InversionWarnedConsumer {
    private final EventReceiver receiver;
    private final RunLifecycle lifecycle;
    private final TrainingWorker worker;

    public InversionWarnedConsumer(EventReceiver receiver, RunLifecycle lifecycle, TrainingWorker worker) {
        this.receiver = receiver;
        this.lifecycle = lifecycle;
        this.worker = worker;
    }

    @Incoming("inversion-warned")
    @Blocking
    public CompletionStage<Void> warned(Message<String> message) {
        AtomicReference<Optional<StoredRun>> stopping = new AtomicReference<>(Optional.empty());
        return receiver.receive(message, EventTypes.INVERSION_WARNED, event -> stopping.set(lifecycle.warned(event)))
                .thenRun(() -> stopping.get().ifPresent(worker::stopEarly));
    }
}
