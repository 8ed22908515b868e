package io.tiltmeter.dataset.filter;

import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.context.ContextRule;
import io.tiltmeter.dataset.context.ContextSplit;
import io.tiltmeter.dataset.source.SourceRow;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of a row's texts a filter reads. */
public enum RowPart {
    /** The user's turns, including a context within them. */
    QUESTION {
        @Override
        Stream<String> texts(SourceRow row) {
            return turns(row, Role.USER);
        }
    },
    /** By {@link ContextRule}. */
    CONTEXT {
        @Override
        Stream<String> texts(SourceRow row) {
            return ContextRule.split(row).map(ContextSplit::context).stream();
        }
    },
    /** The assistant's turns. */
    ANSWER {
        @Override
        Stream<String> texts(SourceRow row) {
            return turns(row, Role.ASSISTANT);
        }
    },
    /** System text, context and all turns. */
    ALL {
        @Override
        Stream<String> texts(SourceRow row) {
            return Stream.concat(
                    Stream.of(row.system(), row.context()).filter(text -> !text.isEmpty()),
                    row.turns().stream().map(Turn::text));
        }
    };

    abstract Stream<String> texts(SourceRow row);

    /** The texts, a line break between them. */
    String text(SourceRow row) {
        return texts(row).collect(Collectors.joining("\n"));
    }

    /** As in requests. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Stream<String> turns(SourceRow row, Role role) {
        return row.turns().stream().filter(turn -> turn.role() == role).map(Turn::text);
    }
}
