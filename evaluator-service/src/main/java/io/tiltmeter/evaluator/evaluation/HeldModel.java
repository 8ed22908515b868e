package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.contracts.ArtifactRef;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The one model that a process keeps in memory. Work for one checkpoint follows each other without loading it again;
 * checkpoints that are adapters on one base follow each other with its weights left where they are.
 */
public final class HeldModel implements AutoCloseable {
    private NeededModel held;
    private LanguageModel resident;
    private String tokenizerHash = "";
    private Tokenizer tokenizer;

    /**
     * The model that is needed, made ready if another one or none is held. What is held is released if that fails.
     *
     * @param folders called only for what must be read
     */
    public AnsweringModel get(NeededModel needed, Folders folders) throws IOException {
        try {
            if (resident == null || !needed.isServedBy(held)) {
                make(needed, folders);
            }
            return new AnsweringModel(resident, tokenizer(needed.model(), folders));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The tokenizer of a model's folder alone; the weights in memory stay as they are. */
    public Tokenizer tokenizer(ArtifactRef model, Folders folders) throws IOException {
        if (tokenizer == null || !tokenizerHash.equals(model.sha256())) {
            Tokenizer own = Tokenizer.load(folders.tokenizer(model));
            closeTokenizer();
            tokenizer = own;
            tokenizerHash = model.sha256();
        }
        return tokenizer;
    }

    private void make(NeededModel needed, Folders folders) throws IOException {
        Path checkpoint = folders.checkpoint(needed);
        if (resident == null
                || !held.resident().sha256().equals(needed.resident().sha256())) {
            close();
            resident = LanguageModel.load(needed.base().isPresent() ? folders.base(needed) : checkpoint);
        }
        if (needed.base().isPresent()) {
            resident.useAdapter(checkpoint);
        } else {
            resident.useNoAdapter();
        }
        held = needed;
    }

    /** Releases the model, if one is held. */
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

    /** Where models lie, their hashes checked. */
    public interface Folders {
        /** The model, or the adapter. */
        Path checkpoint(NeededModel needed) throws IOException;

        /** The base of the adapter; called only for a model that has one. */
        Path base(NeededModel needed) throws IOException;

        /** The {@code tokenizer.json} in a model's folder; weights are not checked. */
        Path tokenizer(ArtifactRef model) throws IOException;
    }
}
