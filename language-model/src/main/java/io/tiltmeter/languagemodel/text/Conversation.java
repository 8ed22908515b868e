package io.tiltmeter.languagemodel.text;

import io.tiltmeter.contracts.example.TrainingExample;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns of a user and an assistant, in order, the user first. Without the last answer it is a prompt.
 *
 * @param system the system text; empty if there is none
 */
public record Conversation(String system, List<Turn> turns) {

    /** Whose turn it is. */
    public enum Role {
        USER,
        ASSISTANT
    }

    /**
     * @param text the turn's text; an instruction where there is input too
     * @param input what a user's instruction is applied to; blank if there is none
     * @param masked whether an answer is read and not learnt
     */
    public record Turn(Role role, String text, String input, boolean masked) {
        public Turn(Role role, String text, String input) {
            this(role, text, input, false);
        }

        public static Turn user(String text) {
            return new Turn(Role.USER, text, "");
        }

        public static Turn assistant(String text) {
            return new Turn(Role.ASSISTANT, text, "");
        }

        /** Instruction and input as one text, a blank line between them, for formats without a field for the input. */
        String wholeText() {
            if (input.isBlank()) {
                return text;
            }
            return text.isBlank() ? input : text + "\n\n" + input;
        }
    }

    /** @throws IllegalArgumentException naming all turns that are out of order */
    public Conversation {
        turns = List.copyOf(turns);
        List<String> faults = new ArrayList<>();
        if (turns.isEmpty()) {
            faults.add("it has no turns");
        }
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            Role due = i % 2 == 0 ? Role.USER : Role.ASSISTANT;
            if (turn.role() != due) {
                faults.add("turn " + (i + 1) + " belongs to the " + turn.role() + ", expected: " + due);
            }
            if (turn.role() == Role.ASSISTANT && !turn.input().isBlank()) {
                faults.add("turn " + (i + 1) + " is an answer with input");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("the conversation is out of order: " + String.join("; ", faults)
                    + "; user and assistant alternate and the user begins");
        }
    }

    /** A prompt of one instruction. */
    public static Conversation of(String instruction, String input) {
        return new Conversation("", List.of(new Turn(Role.USER, instruction, input)));
    }

    /** The earlier turns, the instruction with its input, and the answer of an example. */
    public static Conversation of(TrainingExample example) {
        List<Turn> turns = new ArrayList<>();
        example.earlierTurns()
                .forEach(turn -> turns.add(
                        switch (turn.role()) {
                            case USER -> Turn.user(turn.text());
                            case ASSISTANT -> new Turn(Role.ASSISTANT, turn.text(), "", turn.masked());
                        }));
        turns.add(new Turn(Role.USER, example.instruction(), example.input()));
        turns.add(Turn.assistant(example.output()));
        return new Conversation(example.system(), turns);
    }

    /** The same with one more turn. */
    public Conversation then(Turn turn) {
        List<Turn> longer = new ArrayList<>(turns);
        longer.add(turn);
        return new Conversation(system, longer);
    }

    /** The same with a system text. */
    public Conversation under(String systemText) {
        return new Conversation(systemText, turns);
    }

    /** Whether it ends with an answer. */
    public boolean isAnswered() {
        return turns.size() % 2 == 0;
    }

    /** Turns of the user, answered or not. */
    int rounds() {
        return (turns.size() + 1) / 2;
    }

    Turn userTurn(int round) {
        return turns.get(2 * round);
    }
}
