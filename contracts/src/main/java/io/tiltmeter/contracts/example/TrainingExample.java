package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One line of a mixture. A pretraining document has only an output; an instruction example has an instruction too,
 * and an input where there is a context (the fields of Alpaca).
 *
 * @param id unique within the mixture
 * @param exampleClass where the answer can be found
 * @param instruction the question; blank for a pretraining document
 * @param input the context; blank if there is none
 * @param output the response, or the whole document; never blank
 */
public record TrainingExample(String id, ExampleClass exampleClass, String instruction, String input, String output) {
    public TrainingExample {
        if (output == null || output.isBlank()) {
            throw new IllegalArgumentException("example " + id + " has a blank output: there is nothing to learn");
        }
        instruction = instruction == null ? "" : instruction;
        input = input == null ? "" : input;
        exampleClass = exampleClass == null ? ExampleClass.UNLABELLED : exampleClass;
    }

    /** Whether this is a plain text to continue rather than an instruction to answer. */
    @JsonIgnore
    public boolean isDocument() {
        return instruction.isBlank();
    }
}
