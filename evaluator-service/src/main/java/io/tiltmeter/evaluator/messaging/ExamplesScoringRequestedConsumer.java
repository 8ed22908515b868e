package io.tiltmeter.evaluator.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.evaluator.application.EvaluatorWorker;
import io.tiltmeter.evaluator.application.ScoringService;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Accepts shards of examples to be measured: a row in the work table, then the acknowledgement. */
@ApplicationScoped
public class ExamplesScoringRequestedConsumer {
    private final EventReceiver receiver;
    private final ScoringService scorings;
    private final EvaluatorWorker worker;

    public ExamplesScoringRequestedConsumer(EventReceiver receiver, ScoringService scorings, EvaluatorWorker worker) {
        this.receiver = receiver;
        this.scorings = scorings;
        this.worker = worker;
    }

    @Incoming("examplesscoringrequested")
    @Blocking
    public CompletionStage<Void> on(Message<String> message) {
        CompletionStage<Void> accepted =
                receiver.receive(message, EventTypes.EXAMPLES_SCORING_REQUESTED, scorings::accept);
        worker.wake();
        return accepted;
    }
}
