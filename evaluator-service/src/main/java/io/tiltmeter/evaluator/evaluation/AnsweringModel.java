package io.tiltmeter.evaluator.evaluation;

import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.Tokenizer;
import java.nio.file.Path;

/**
 * A checkpoint in memory: the model and the tokenizer it was trained with.
 *
 * @param model its weights, with its adapter beside them if it is one
 * @param tokenizer of the same folder
 */
public record AnsweringModel(LanguageModel model, Tokenizer tokenizer) implements AutoCloseable {

    /**
     * Loads a Hugging Face folder with a {@code tokenizer.json}.
     *
     * @throws RuntimeException naming what is wrong with the folder
     */
    public static AnsweringModel load(Path huggingFaceFolder) {
        Tokenizer tokenizer = Tokenizer.load(huggingFaceFolder.resolve("tokenizer.json"));
        try {
            return new AnsweringModel(LanguageModel.load(huggingFaceFolder), tokenizer);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
