package io.tiltmeter.evaluator.adoption;

import java.util.Optional;

/**
 * What a request says of the folder to adopt.
 *
 * @param field the request's field that names it
 * @param path the folder
 * @param step of its one checkpoint; to be read from its files if empty
 * @param totalSteps optimizer steps planned; to be read from its files if empty
 * @param epochs at its one checkpoint; to be read from its files if empty
 * @param template the prompt template that the run trains with
 * @param base the folder of the whole model; to be read from an adapter's files if empty
 * @param stepZero whether the base is step 0
 * @param sender who asks
 */
public record FolderRequest(
        String field,
        String path,
        Optional<Integer> step,
        Optional<Integer> totalSteps,
        Optional<Double> epochs,
        String template,
        Optional<String> base,
        StepZero stepZero,
        Sender sender) {
    /** Whether the base is evaluated as step 0. */
    public enum StepZero {
        BASE,
        LEFT_OUT
    }

    /** Who asks. */
    public enum Sender {
        /** A person, of folders that are whole. */
        PERSON,
        /** A trainer, of a folder that may not be visible whole yet: such a one is waited for. */
        HOOK
    }
}
