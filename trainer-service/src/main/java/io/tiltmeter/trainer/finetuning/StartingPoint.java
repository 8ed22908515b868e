package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.request.ModelShape;
import io.tiltmeter.contracts.request.RunRequest;

/** The weights that a run begins with. */
public sealed interface StartingPoint {
    /** What {@code model_name_or_path} begins with when it names another run. */
    String RUN_PREFIX = "run:";

    /** A new model, its weights drawn from the run's seed. */
    record FreshModel(ModelShape shape) implements StartingPoint {}

    /** The last checkpoint of a run that is complete, or will be. */
    record LastCheckpoint(String runId) implements StartingPoint {}

    /**
     * A Hugging Face folder.
     *
     * @param path below the models directory, of plain segments
     */
    record ModelFolder(String path) implements StartingPoint {}

    /** What the request names; {@link RunRequestCheck} has made sure that it names exactly one. */
    static StartingPoint of(RunRequest request) {
        if (request.modelConfig().isPresent()) {
            return new FreshModel(request.modelConfig().get());
        }
        String name = request.modelNameOrPath()
                .orElseThrow(() ->
                        new IllegalArgumentException("the request names neither model_name_or_path nor model_config"));
        return name.startsWith(RUN_PREFIX)
                ? new LastCheckpoint(name.substring(RUN_PREFIX.length()))
                : new ModelFolder(name);
    }
}
