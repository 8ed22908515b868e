package io.tiltmeter.dataset.source;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import java.util.List;
import java.util.Optional;

/**
 * One row of a source in a form common to all formats: a conversation, and its context where the format has a field for
 * it.
 *
 * @param number its position among all rows of the file, including rejected ones, from 1
 * @param id as the file names it; blank if it does not
 * @param system the system text; blank if there is none
 * @param contextLocation where its format has the context
 * @param context Alpaca's input or SQuAD's passage; empty if there is none, and within turns
 * @param turns user and assistant in turn, from user to assistant; the last answer is not masked
 */
public record SourceRow(
        long number, String id, String system, ContextLocation contextLocation, String context, List<Turn> turns) {
    private static final int MAX_SHOWN_CHARACTERS = 400;

    public SourceRow {
        turns = List.copyOf(turns);
        if (number < 1) {
            throw new IllegalArgumentException("row number " + number + " is below 1");
        }
        if (contextLocation == ContextLocation.WITHIN_TURNS && !context.isEmpty()) {
            throw new IllegalArgumentException(
                    "row " + number + " has a context field, and a format whose turns contain the context");
        }
        if (turns.isEmpty() || turns.size() % 2 != 0) {
            throw new IllegalArgumentException(
                    "row " + number + " has " + turns.size() + " turns: each question needs its answer");
        }
        for (int i = 0; i < turns.size(); i++) {
            if (turns.get(i).role() != (i % 2 == 0 ? Role.USER : Role.ASSISTANT)) {
                throw new IllegalArgumentException("row " + number + ": turn " + (i + 1) + " is the "
                        + turns.get(i).role().label() + "'s out of turn");
            }
        }
    }

    /** The first turn of the user. */
    public String question() {
        return turns.get(0).text();
    }

    /** The last answer. */
    public String answer() {
        return turns.get(turns.size() - 1).text();
    }

    /** Of all its texts. */
    public long characters() {
        return system.length()
                + context.length()
                + turns.stream().mapToLong(turn -> turn.text().length()).sum();
    }

    /**
     * The row as an example, unlabelled: its last question and answer, and the turns before them.
     *
     * @param exampleId unique within the mixture
     */
    public TrainingExample example(String exampleId) {
        int last = turns.size() - 2;
        return new TrainingExample(
                exampleId,
                ExampleClass.UNLABELLED,
                turns.get(last).text(),
                context,
                answer(),
                system,
                turns.subList(0, last),
                Optional.empty());
    }

    /** A text as reports show it, of at most {@value #MAX_SHOWN_CHARACTERS} characters. */
    public static String shortened(String text) {
        if (text.length() <= MAX_SHOWN_CHARACTERS) {
            return text;
        }
        boolean isWithinPair = Character.isHighSurrogate(text.charAt(MAX_SHOWN_CHARACTERS - 1));
        return text.substring(0, isWithinPair ? MAX_SHOWN_CHARACTERS - 1 : MAX_SHOWN_CHARACTERS) + "...";
    }
}
