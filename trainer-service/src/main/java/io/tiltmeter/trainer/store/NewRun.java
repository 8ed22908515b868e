package io.tiltmeter.trainer.store;

import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.trainer.finetuning.RunDefaults;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import java.util.Optional;

/**
 * A request that was found sound.
 *
 * @param request the request
 * @param idempotencyKey what makes a repeated request the same one
 */
public record NewRun(RunRequest request, Optional<String> idempotencyKey) {
    String effectiveConfig() {
        return StoredJson.write(RunDefaults.effectiveConfig(request));
    }

    Optional<String> baseRun() {
        return StartingPoint.of(request) instanceof StartingPoint.LastCheckpoint base
                ? Optional.of(base.runId())
                : Optional.empty();
    }
}
