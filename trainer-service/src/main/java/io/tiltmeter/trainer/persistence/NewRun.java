package io.tiltmeter.trainer.persistence;

import io.tiltmeter.contracts.request.RunRequest;
import io.tiltmeter.trainer.finetuning.RunDefaults;
import io.tiltmeter.trainer.finetuning.RunSettings;
import io.tiltmeter.trainer.finetuning.StartingPoint;
import java.util.List;
import java.util.Optional;

/**
 * A request that was found sound.
 *
 * @param request the request
 * @param idempotencyKey what makes a repeated request the same one
 */
public record NewRun(RunRequest request, Optional<String> idempotencyKey) {
    public String effectiveConfig() {
        return StoredJson.write(RunDefaults.effectiveConfig(request));
    }

    List<String> neededSuites() {
        return RunSettings.of(request).neededSuites();
    }

    Optional<String> baseRun() {
        return StartingPoint.of(request) instanceof StartingPoint.LastCheckpoint base
                ? Optional.of(base.runId())
                : Optional.empty();
    }
}
