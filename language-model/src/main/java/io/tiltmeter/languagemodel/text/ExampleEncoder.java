package io.tiltmeter.languagemodel.text;

import java.util.Arrays;

/** Turns texts into token ids with labels, by one template and one length limit. */
public final class ExampleEncoder {

    private final Tokenizer tokenizer;
    private final PromptTemplate template;
    private final int maxLengthTokens;

    public ExampleEncoder(Tokenizer tokenizer, PromptTemplate template, int maxLengthTokens) {
        if (maxLengthTokens < 2) {
            throw new IllegalArgumentException("maxLengthTokens " + maxLengthTokens + " is below 2");
        }
        this.tokenizer = tokenizer;
        this.template = template;
        this.maxLengthTokens = maxLengthTokens;
    }

    /**
     * Prompt and response, tokenised apart so that the prompt is the same in training and in generation; loss on the
     * response only.
     */
    public Encoding encode(String instruction, String input, String output) {
        int[] prompt = encodePrompt(instruction, input);
        int[] response = tokenizer.encode(template.response(output));
        int[] ids = Arrays.copyOf(prompt, prompt.length + response.length);
        System.arraycopy(response, 0, ids, prompt.length, response.length);
        int[] labels = ids.clone();
        Arrays.fill(labels, 0, prompt.length, EncodedExample.IGNORED);
        return fitting(ids, labels);
    }

    /** A pretraining document; loss on every token that has a predecessor. */
    public Encoding encodeDocument(String text) {
        int[] ids = tokenizer.encode(template.document(text));
        return fitting(ids, ids);
    }

    /** The prompt's ids, for generation. */
    public int[] encodePrompt(String instruction, String input) {
        return tokenizer.encode(template.prompt(instruction, input));
    }

    private Encoding fitting(int[] ids, int[] labels) {
        return ids.length > maxLengthTokens
                ? new Encoding.TooLong(ids.length, maxLengthTokens)
                : new Encoding.Fits(new EncodedExample(ids, labels));
    }
}
