package io.tiltmeter.evaluator.scorer;

/** A language model elsewhere that reads a prompt and replies. */
public interface Judge {

    /** Its name; replies of two models are never mixed. */
    String model();

    /**
     * Its reply, as it wrote it, at temperature 0.
     *
     * @throws RuntimeException if there is none, after as many attempts as are worth while
     */
    String reply(JudgePrompt prompt);
}
