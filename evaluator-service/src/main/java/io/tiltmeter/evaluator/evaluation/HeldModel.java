package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The one model that a process keeps in memory. Suites of one checkpoint follow each other without loading it again;
 * checkpoints that are adapters on one base follow each other with its weights left where they are.
 */
public final class HeldModel implements AutoCloseable {
    private String key = "";
    private String residentHash = "";
    private LanguageModel resident;
    private Tokenizer tokenizer;

    /**
     * The model that the task asks, made ready if another one or none is held. What is held is let go if that fails.
     *
     * @param folders asked only for what must be read
     */
    public AnsweringModel get(EvaluationTask task, Folders folders) throws IOException {
        if (resident == null || !key.equals(task.modelKey())) {
            try {
                make(task, folders);
            } catch (IOException | RuntimeException e) {
                close();
                throw e;
            }
        }
        return new AnsweringModel(resident, tokenizer);
    }

    private void make(EvaluationTask task, Folders folders) throws IOException {
        Path checkpoint = folders.checkpoint(task);
        String wanted = task.residentModel().sha256();
        if (resident == null || !residentHash.equals(wanted)) {
            close();
            resident = LanguageModel.load(task.base().isPresent() ? folders.base(task) : checkpoint);
            residentHash = wanted;
        }
        if (task.base().isPresent()) {
            resident.useAdapter(checkpoint);
        } else {
            resident.useNoAdapter();
        }
        Tokenizer own = AnsweringModel.tokenizer(checkpoint);
        closeTokenizer();
        tokenizer = own;
        key = task.modelKey();
    }

    /** Lets go of the model, if one is held. */
    @Override
    public void close() {
        closeTokenizer();
        if (resident != null) {
            LanguageModel closing = resident;
            resident = null;
            closing.close();
        }
    }

    private void closeTokenizer() {
        if (tokenizer != null) {
            Tokenizer closing = tokenizer;
            tokenizer = null;
            closing.close();
        }
    }

    /** Where a checkpoint lies, its hashes checked. */
    public interface Folders {
        /** The model, or the adapter. */
        Path checkpoint(EvaluationTask task) throws IOException;

        /** What the adapter stands beside; asked only for a checkpoint that has a base. */
        Path base(EvaluationTask task) throws IOException;
    }
}
