package io.tiltmeter.dataset.context;

import io.tiltmeter.contracts.example.ExampleClass;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.TrainingExample;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.source.ContextLocation;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Optional;

/** The examples that evaluators measure, one a row of a source; its id is the row's number. */
public final class ExamplesToMeasure {
    /** To be increased when the same row would give another example. */
    public static final int FORM = 1;

    private ExamplesToMeasure() {}

    /**
     * The example whose loss is measured with its context and without (PAPER.md section 5): a row's question, context
     * and answer. Of a conversation these are the turn with the context, split by {@link ContextRule}, and the
     * answer to it; other turns and the system text are not shown.
     *
     * @return empty for a row without a context
     */
    public static Optional<TrainingExample> forLosses(SourceRow row) {
        if (row.contextLocation() == ContextLocation.FIELD) {
            return ContextRule.split(row).map(split -> example(row, split, row.answer()));
        }
        for (int turn = 0; turn < row.turns().size(); turn++) {
            Turn turnOfUser = row.turns().get(turn);
            if (turnOfUser.role() == Role.USER) {
                Optional<ContextSplit> split = ContextRule.split(turnOfUser.text());
                if (split.isPresent()) {
                    return Optional.of(
                            example(row, split.get(), row.turns().get(turn + 1).text()));
                }
            }
        }
        return Optional.empty();
    }

    /** The row as it is trained on, for its length. */
    public static TrainingExample forLength(SourceRow row) {
        return row.example(id(row));
    }

    private static TrainingExample example(SourceRow row, ContextSplit split, String answer) {
        return new TrainingExample(id(row), ExampleClass.UNLABELLED, split.question(), split.context(), answer);
    }

    private static String id(SourceRow row) {
        return Long.toString(row.number());
    }
}
