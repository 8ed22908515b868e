package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import java.util.function.Predicate;

/** What an example can have that some file formats cannot express. */
public enum ExampleProperty {
    DOCUMENT("no prompt", TrainingExample::isDocument),
    PROMPT("a prompt", example -> !example.isDocument()),
    EARLIER_TURNS("several turns", example -> !example.earlierTurns().isEmpty()),
    SYSTEM_TEXT("a system text", example -> !example.system().isBlank()),
    LEARNT_EARLIER_ANSWER(
            "an earlier answer that is learnt",
            example ->
                    example.earlierTurns().stream().anyMatch(turn -> turn.role() == Role.ASSISTANT && !turn.masked())),
    MASKED_ANSWER(
            "an answer that is masked",
            example -> example.earlierTurns().stream().anyMatch(turn -> turn.masked()));

    private final String description;
    private final Predicate<TrainingExample> isOf;

    ExampleProperty(String description, Predicate<TrainingExample> isOf) {
        this.description = description;
        this.isOf = isOf;
    }

    /** What an example of it has, such as {@code several turns}. */
    String description() {
        return description;
    }

    boolean isOf(TrainingExample example) {
        return isOf.test(example);
    }
}
