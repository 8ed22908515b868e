package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of a file that other trainers read. */
public sealed interface ExportedLine {
    /**
     * A question and its answer.
     *
     * @param input the context; empty if there is none
     */
    record Alpaca(String instruction, String input, String output) implements ExportedLine {
        static Alpaca of(TrainingExample example) {
            return new Alpaca(example.instruction(), example.input(), example.output());
        }
    }

    /**
     * A conversation.
     *
     * @param messages the system text if there is one, then user and assistant in turn
     */
    record Messages(List<Message> messages) implements ExportedLine {
        public Messages {
            messages = List.copyOf(messages);
        }

        /** Without a word on what is learnt, which is every answer. */
        static Messages of(TrainingExample example) {
            return new Messages(conversation(example));
        }

        /** Every answer says whether it is learnt. */
        static Messages withMasks(TrainingExample example) {
            List<Message> messages = new ArrayList<>(prompt(example, turn -> Optional.of(!turn.masked())));
            messages.add(new Message(Role.ASSISTANT.label(), example.output(), Optional.of(true)));
            return new Messages(messages);
        }
    }

    /**
     * A conversation of which the last answer alone is learnt.
     *
     * @param prompt the messages before it
     * @param completion the last answer
     */
    record PromptCompletion(List<Message> prompt, List<Message> completion) implements ExportedLine {
        public PromptCompletion {
            prompt = List.copyOf(prompt);
            completion = List.copyOf(completion);
        }

        static PromptCompletion of(TrainingExample example) {
            List<Message> messages = conversation(example);
            int last = messages.size() - 1;
            return new PromptCompletion(messages.subList(0, last), messages.subList(last, last + 1));
        }
    }

    /** A document. */
    record Text(String text) implements ExportedLine {}

    /**
     * A message.
     *
     * @param role system, user or assistant
     * @param train whether an answer is learnt; empty where it need not be said
     */
    record Message(String role, String content, Optional<Boolean> train) {
        Message(String role, String content) {
            this(role, content, Optional.empty());
        }
    }

    /** Whether an answer before the last is learnt, as a message says it. */
    @FunctionalInterface
    interface Mark {
        Optional<Boolean> of(Turn answer);
    }

    private static List<Message> conversation(TrainingExample example) {
        List<Message> messages = new ArrayList<>(prompt(example, turn -> Optional.empty()));
        messages.add(new Message(Role.ASSISTANT.label(), example.output()));
        return messages;
    }

    /** All but the last answer; a context stands a blank line behind its question, as in our templates for conversations. */
    private static List<Message> prompt(TrainingExample example, Mark mark) {
        List<Message> messages = new ArrayList<>();
        if (!example.system().isBlank()) {
            messages.add(new Message("system", example.system()));
        }
        for (Turn turn : example.earlierTurns()) {
            Optional<Boolean> train = turn.role() == Role.ASSISTANT ? mark.of(turn) : Optional.empty();
            messages.add(new Message(turn.role().label(), turn.text(), train));
        }
        String question =
                example.input().isBlank() ? example.instruction() : example.instruction() + "\n\n" + example.input();
        messages.add(new Message(Role.USER.label(), question));
        return messages;
    }
}
