package io.tiltmeter.contracts.example;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;

/**
 * One line of a mixture. A pretraining document has only an output; an instruction example has an instruction too,
 * and an input where there is a context (the fields of Alpaca). A conversation has the turns before its last question
 * as well, and loss is taken on every answer of it that is not masked; its last one never is.
 *
 * @param id unique within the mixture
 * @param exampleClass where the answer can be found
 * @param instruction the question, of a conversation the last one; blank for a pretraining document
 * @param input the context; blank if there is none, or if it stands within a conversation's turns
 * @param output the response, of a conversation the last one, or the whole document; never blank
 * @param system the text over the conversation; blank if there is none
 * @param earlierTurns user and assistant in turn, from user to assistant; empty but for a conversation
 * @param origin which row it comes from; empty for an example that was made up
 */
public record TrainingExample(
        String id,
        ExampleClass exampleClass,
        String instruction,
        String input,
        String output,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String system,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Turn> earlierTurns,
        Optional<ExampleOrigin> origin) {
    public TrainingExample {
        if (output == null || output.isBlank()) {
            throw new IllegalArgumentException("example " + id + " has a blank output: there is nothing to learn");
        }
        instruction = instruction == null ? "" : instruction;
        input = input == null ? "" : input;
        exampleClass = exampleClass == null ? ExampleClass.UNLABELLED : exampleClass;
        system = system == null ? "" : system;
        earlierTurns = earlierTurns == null ? List.of() : List.copyOf(earlierTurns);
        origin = origin == null ? Optional.empty() : origin;
        checkTurns(id, instruction, earlierTurns);
    }

    /** A single question and its answer, or a document, that was made up. */
    public TrainingExample(String id, ExampleClass exampleClass, String instruction, String input, String output) {
        this(id, exampleClass, instruction, input, output, "", List.of(), Optional.empty());
    }

    /** Whether this is a plain text to continue rather than an instruction to answer. */
    @JsonIgnore
    public boolean isDocument() {
        return instruction.isBlank();
    }

    private static void checkTurns(String id, String instruction, List<Turn> earlier) {
        if (!earlier.isEmpty() && instruction.isBlank()) {
            throw new IllegalArgumentException("example " + id + " has turns before a question that is blank");
        }
        if (earlier.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "example " + id + " has " + earlier.size() + " earlier turns: each question needs its answer");
        }
        for (int i = 0; i < earlier.size(); i++) {
            if (earlier.get(i).role() != (i % 2 == 0 ? Role.USER : Role.ASSISTANT)) {
                throw new IllegalArgumentException("example " + id + ": turn " + (i + 1) + " is the "
                        + earlier.get(i).role().label() + "'s out of turn");
            }
        }
    }
}
