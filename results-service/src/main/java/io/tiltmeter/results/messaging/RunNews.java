package io.tiltmeter.results.messaging;

import io.smallrye.reactive.messaging.annotations.Blocking;
import io.tiltmeter.contracts.event.EventTypes;
import io.tiltmeter.results.application.FoldWork;
import io.tiltmeter.results.application.WarningNews;
import io.tiltmeter.results.persistence.EvidenceStore;
import io.tiltmeter.results.persistence.RunStore;
import io.tiltmeter.servicekit.event.EventReceiver;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jdbi.v3.core.Handle;

/** Takes the news of runs, checkpoints, evaluations and imports. Each is one short transaction; folding outcomes is work. */
@ApplicationScoped
public class RunNews {
    private final EventReceiver receiver;
    private final RunStore runs;
    private final FoldWork folding;
    private final WarningNews warnings;
    private final EvidenceStore evidence;

    public RunNews(
            EventReceiver receiver, RunStore runs, FoldWork folding, WarningNews warnings, EvidenceStore evidence) {
        this.evidence = evidence;
        this.receiver = receiver;
        this.runs = runs;
        this.folding = folding;
        this.warnings = warnings;
    }

    @Incoming("runupdated")
    @Blocking
    public CompletionStage<Void> runUpdated(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_UPDATED, (handle, news) -> {
            boolean planWasKnown = hasPlan(handle, news.runId());
            runs.accept(handle, news);
            if (!planWasKnown && hasPlan(handle, news.runId())) {
                warnings.tell(handle, news.runId());
            }
        });
    }

    @Incoming("checkpointready")
    @Blocking
    public CompletionStage<Void> checkpointReady(Message<String> message) {
        return receiver.receive(message, EventTypes.CHECKPOINT_READY, (handle, news) -> {
            runs.accept(handle, news);
            warnings.tell(handle, news.runId());
        });
    }

    @Incoming("evaluationfailed")
    @Blocking
    public CompletionStage<Void> evaluationFailed(Message<String> message) {
        return receiver.receive(message, EventTypes.EVALUATION_FAILED, (handle, news) -> {
            runs.accept(handle, news);
            warnings.tell(handle, news.runId());
        });
    }

    @Incoming("runimported")
    @Blocking
    public CompletionStage<Void> runImported(Message<String> message) {
        return receiver.receive(message, EventTypes.RUN_IMPORTED, folding::accept)
                .thenRun(folding::wake);
    }

    @Incoming("mixtureready")
    @Blocking
    public CompletionStage<Void> mixtureReady(Message<String> message) {
        return receiver.receive(message, EventTypes.MIXTURE_READY, evidence::accept);
    }

    @Incoming("suiteevaluated")
    @Blocking
    public CompletionStage<Void> suiteEvaluated(Message<String> message) {
        return receiver.receive(message, EventTypes.SUITE_EVALUATED, folding::accept)
                .thenRun(folding::wake);
    }

    private boolean hasPlan(Handle handle, String runId) {
        return runs.find(handle, runId)
                .filter(run ->
                        !run.imported() && !run.state().plannedCheckpoints().isEmpty())
                .isPresent();
    }
}
