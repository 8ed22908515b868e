package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.languagemodel.ModelConfig;
import java.util.List;

/** What a run may name: everything that an event has named, ready or still being built. */
public interface KnownInputs {
    /** Ids, the newest first. */
    List<String> mixtures();

    List<String> suites();

    List<String> runs();

    /** Those of the runs whose checkpoints are adapters, which no run can start from. */
    List<String> adapterRuns();

    /** Folders below the models directory that hold a model. */
    List<String> modelFolders();

    /**
     * The model in one of these folders.
     *
     * @throws io.tiltmeter.languagemodel.UnsupportedModelException if it cannot be trained
     */
    ModelConfig config(String modelFolder);
}
