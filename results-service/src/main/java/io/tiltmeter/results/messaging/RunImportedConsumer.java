package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.imports.ImportIngestion;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts imports as work, those of this service too, so that a lost database is filled again. */
@ApplicationScoped
public class RunImportedConsumer {
    private final EventReceiver receiver;
    private final ImportIngestion ingestion;
    private final Workers workers;

    public RunImportedConsumer(EventReceiver receiver, ImportIngestion ingestion, Workers workers) {
        this.receiver = receiver;
        this.ingestion = ingestion;
        this.workers = workers;
    }

    @Incoming("run-imported")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_IMPORTED, ingestion::accept)
                .thenRun(workers::wake);
    }
}
