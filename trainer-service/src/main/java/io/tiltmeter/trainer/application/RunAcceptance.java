package io.tiltmeter.trainer.application;

import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.servicekit.json.Json;
import io.tiltmeter.servicekit.rest.Conflict;
import io.tiltmeter.trainer.finetuning.RunState;
import io.tiltmeter.trainer.persistence.RunRepository;
import io.tiltmeter.trainer.persistence.StoredRun;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;

/** Whether a request is a new run, or the one that it started when it was sent before. */
@Singleton
public class RunAcceptance {
    private final RunRepository runs;
    private final RunLifecycle lifecycle;

    public RunAcceptance(RunRepository runs, RunLifecycle lifecycle) {
        this.runs = runs;
        this.lifecycle = lifecycle;
    }

    /**
     * A new run, waiting or queued; or the run that the same key started before, or without a key the same request.
     *
     * @throws Conflict if the key belongs to a run of another request, or the same request's run failed or was cancelled
     * @throws InvalidRequest if it would wait for itself
     */
    @Transactional
    public StoredRun accept(RunRequest request, Optional<String> idempotencyKey) {
        runs.lockStarts();
        Optional<StoredRun> existing = idempotencyKey.flatMap(runs::byIdempotencyKey);
        if (existing.isPresent()) {
            if (!existing.get().request().equals(request)) {
                throw new Conflict("Idempotency-Key " + idempotencyKey.get() + " was used for run "
                        + existing.get().id() + " with another request; send a new key for a new run");
            }
            return existing.get();
        }
        Optional<StoredRun> same = idempotencyKey.isPresent() ? Optional.empty() : runs.sameAs(request);
        if (same.isPresent()) {
            return unlessEndedInVain(same.get());
        }
        return lifecycle.add(request, idempotencyKey, Set.copyOf(runs.takenIds()));
    }

    private static StoredRun unlessEndedInVain(StoredRun same) {
        String remedy = same.state() instanceof RunState.Failed
                ? "retry it by POST /api/v1/runs/" + same.id() + "/retry, or send an Idempotency-Key"
                : "send an Idempotency-Key";
        if (same.state() instanceof RunState.Failed || same.state() instanceof RunState.Cancelled) {
            throw new Conflict("the same request started run " + same.id() + ", which is "
                    + Json.name(same.state().status()) + "; " + remedy + " to start it once more as another run");
        }
        return same;
    }
}
