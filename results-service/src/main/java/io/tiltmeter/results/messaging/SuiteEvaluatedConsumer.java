package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.OutcomeIngestion;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.servicekit.work.Workers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts evaluations as work: their outcomes are ingested by a worker. */
@ApplicationScoped
public class SuiteEvaluatedConsumer {
    private final EventReceiver receiver;
    private final OutcomeIngestion ingestion;
    private final Workers workers;

    public SuiteEvaluatedConsumer(EventReceiver receiver, OutcomeIngestion ingestion, Workers workers) {
        this.receiver = receiver;
        this.ingestion = ingestion;
        this.workers = workers;
    }

    @Incoming("suite-evaluated")
    @Blocking
    public CompletionStage<Void> consume(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_EVALUATED, ingestion::accept)
                .thenRun(workers::wake);
    }
}
