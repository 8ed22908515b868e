package io.tiltmeter.evaluator.evaluation;

import java.io.IOException;
import java.nio.file.Path;

/** The one model that a process keeps in memory: suites of one checkpoint follow each other without loading it again. */
public final class HeldModel implements AutoCloseable {
    private String key = "";
    private AnsweringModel model;

    /**
     * The model of this key, loaded if another one or none is held; the other is closed first.
     *
     * @param key identifies the folder's bytes
     * @param folder asked for only if the model must be loaded
     */
    public AnsweringModel get(String key, Folder folder) throws IOException {
        if (model == null || !this.key.equals(key)) {
            close();
            model = AnsweringModel.load(folder.path());
            this.key = key;
        }
        return model;
    }

    /** Lets go of the model, if one is held. */
    @Override
    public void close() {
        if (model != null) {
            AnsweringModel closing = model;
            model = null;
            closing.close();
        }
    }

    /** Where a checkpoint lies, its hashes checked. */
    @FunctionalInterface
    public interface Folder {
        Path path() throws IOException;
    }
}
