package io.tiltmeter.dataset.suite.lint;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Notes and lists where an answer should be ("La Paz (administrative); Sucre (judicial)"): no model writes them so. */
final class NoteAsAnswer implements LintCheck {
    private static final Pattern COMMA = Pattern.compile(",(?!\\d{3}(?!\\d))");

    @Override
    public void look(ReadItem item, Consumer<Finding> found) {
        if (item.item().isConflict()) {
            look(
                    item,
                    "context answer",
                    item.item().contextAnswer(),
                    item.item().contextAliases(),
                    found);
            look(item, "memory answer", item.item().memoryAnswer(), item.item().memoryAliases(), found);
        }
    }

    /** The text before the first comma that is not within a number; empty if there is none. */
    static Optional<String> beforeComma(String answer) {
        Matcher comma = COMMA.matcher(answer);
        return comma.find() && comma.start() > 0
                ? Optional.of(answer.substring(0, comma.start()).strip())
                : Optional.empty();
    }

    private static void look(
            ReadItem item, String which, String answer, List<String> aliases, Consumer<Finding> found) {
        if (AnswerNames.of(answer).hasNotes()) {
            found.accept(Finding.error(
                    "note_or_list_as_answer",
                    item,
                    "the " + which + " \"" + answer + "\" is a list or carries a note, and will hardly ever be matched",
                    "fix makes its first name the answer and the others aliases"));
        } else if (beforeComma(answer).filter(start -> !aliases.contains(start)).isPresent()) {
            found.accept(Finding.warning(
                    "comma_in_answer",
                    item,
                    "the " + which + " \"" + answer + "\" is matched only with the text after its comma",
                    "fix adds the text before the comma as an alias"));
        }
    }
}
