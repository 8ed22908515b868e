package io.tiltmeter.trainer.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.DatasetUpdated.Kind;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.servicekit.event.EventReceiver;
import io.tiltmeter.trainer.application.RunLedger;
import io.tiltmeter.trainer.application.TrainingWorker;
import io.tiltmeter.trainer.persistence.DatasetTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes the news about mixtures and suites, and wakes the runs that wait for it in the same transaction. */
@ApplicationScoped
public class DatasetConsumer {
    private final EventReceiver receiver;
    private final RunLedger ledger;
    private final TrainingWorker worker;

    public DatasetConsumer(EventReceiver receiver, RunLedger ledger, TrainingWorker worker) {
        this.receiver = receiver;
        this.ledger = ledger;
        this.worker = worker;
    }

    @Incoming("datasetupdated")
    @Blocking
    public CompletionStage<Void> updated(Message<String> message) {
        return receiver.receive(message, EventTypes.DATASET_UPDATED, (handle, news) -> {
            DatasetTable.put(handle, news);
            ledger.wake(handle, news.kind(), news.datasetId());
        });
    }

    @Incoming("mixtureready")
    @Blocking
    public CompletionStage<Void> mixtureReady(Message<String> message) {
        return receiver.receive(message, EventTypes.MIXTURE_READY, (handle, news) -> {
                    DatasetTable.put(handle, news);
                    ledger.wake(handle, Kind.MIXTURE, news.mixtureId());
                })
                .thenRun(worker::wake);
    }

    @Incoming("suiteready")
    @Blocking
    public CompletionStage<Void> suiteReady(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_READY, (handle, news) -> {
                    DatasetTable.put(handle, news);
                    ledger.wake(handle, Kind.SUITE, news.suite().suiteId());
                })
                .thenRun(worker::wake);
    }
}
