package io.tiltmeter.results.api;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.store.RunStore;
import io.tiltmeter.servicekit.event.EventIntake;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Takes the news of runs, checkpoints and evaluations. Each is one short transaction; folding outcomes is work. */
@ApplicationScoped
public class RunNews {
    private final EventIntake intake;
    private final RunStore runs;
    private final FoldWork folding;

    public RunNews(EventIntake intake, RunStore runs, FoldWork folding) {
        this.intake = intake;
        this.runs = runs;
        this.folding = folding;
    }

    @Incoming("runupdated")
    @Blocking
    public CompletionStage<Void> runUpdated(Message<String> message) {
        return intake.take(message, EventTypes.RUN_UPDATED, runs::accept);
    }

    @Incoming("checkpointready")
    @Blocking
    public CompletionStage<Void> checkpointReady(Message<String> message) {
        return intake.take(message, EventTypes.CHECKPOINT_READY, runs::accept);
    }

    @Incoming("evaluationfailed")
    @Blocking
    public CompletionStage<Void> evaluationFailed(Message<String> message) {
        return intake.take(message, EventTypes.EVALUATION_FAILED, runs::accept);
    }

    @Incoming("suiteevaluated")
    @Blocking
    public CompletionStage<Void> suiteEvaluated(Message<String> message) {
        return intake.take(message, EventTypes.SUITE_EVALUATED, folding::accept).thenRun(folding::kick);
    }
}
