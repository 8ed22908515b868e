package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.trainer.application.RunLedger;
import io.tiltmeter.trainer.application.TrainingWorker;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes the news of live warnings, and stops the runs that asked for it. */
@ApplicationScoped
public class WarningConsumer {
    private final EventReceiver receiver;
    private final RunLedger ledger;
    private final TrainingWorker worker;

    public WarningConsumer(EventReceiver receiver, RunLedger ledger, TrainingWorker worker) {
        this.receiver = receiver;
        this.ledger = ledger;
        this.worker = worker;
    }

    @Incoming("inversionwarned")
    @Blocking
    public CompletionStage<Void> warned(Message<String> message) {
        AtomicReference<Optional<StoredRun>> stopping = new AtomicReference<>(Optional.empty());
        return receiver.receive(
                        message,
                        EventTypes.INVERSION_WARNED,
                        (handle, news) -> stopping.set(ledger.warned(handle, news)))
                .thenRun(() -> stopping.get().ifPresent(worker::stopEarly));
    }
}
