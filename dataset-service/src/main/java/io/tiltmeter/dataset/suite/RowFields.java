package io.tiltmeter.dataset.suite;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.dataset.file.NoContext;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The columns of one row, by name, with everything that is wrong with them gathered. */
final class RowFields {
    /** Answers have a few words; what is longer is something else. */
    private static final int MAX_ANSWER_LENGTH = 1000;

    private final JsonNode row;
    private final List<String> faults = new ArrayList<>();

    RowFields(JsonNode row) {
        this.row = row;
    }

    /** What is wrong so far; empty if nothing. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    void fault(String reason) {
        faults.add(reason);
    }

    /** A text that must be there and not be blank; blank after a fault. Numbers count as texts. */
    String required(String column) {
        String text = optional(column);
        if (TextCheck.isBlank(text) && faults.stream().noneMatch(fault -> fault.startsWith(column + " "))) {
            fault(column + (has(column) ? " is blank" : " is missing"));
        }
        return text;
    }

    /** A text to read; a fault if it says that there is none. */
    String requiredContext(String column) {
        String text = required(column);
        if (!TextCheck.isBlank(text) && NoContext.isSaidBy(text)) {
            fault(column + " \"" + text.strip()
                    + "\" says that there is none: a question without a context is no row of this" + " shape");
        }
        return text;
    }

    /** A required text of at most {@value #MAX_ANSWER_LENGTH} characters. */
    String requiredAnswer(String column) {
        return checkedAnswer(column, required(column));
    }

    /** The answer, or blank with a fault if it is too long to be one. */
    String checkedAnswer(String column, String answer) {
        if (answer.length() > MAX_ANSWER_LENGTH) {
            fault(column + " has " + answer.length() + " characters, and " + MAX_ANSWER_LENGTH
                    + " are allowed: give the answer alone, without its explanation");
            return "";
        }
        return answer;
    }

    /** A text, or blank if it is not there. */
    String optional(String column) {
        return node(column).map(node -> scalar(column, node)).orElse("");
    }

    /** Texts of a list, or the one text of a plain value; none if it is not there. */
    List<String> texts(String column) {
        Optional<JsonNode> node = node(column);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!node.get().isArray()) {
            String text = scalar(column, node.get());
            return looksLikeList(text) ? pythonList(column, text) : text.isBlank() ? List.of() : List.of(text);
        }
        List<String> texts = new ArrayList<>();
        node.get().forEach(element -> texts.add(scalar(column, element)));
        return texts;
    }

    /** The column as JSON; empty if it is missing or null. */
    Optional<JsonNode> node(String column) {
        return Optional.ofNullable(row.get(column)).filter(node -> !node.isNull());
    }

    boolean has(String column) {
        return node(column).isPresent();
    }

    /** A text inside a column's value. */
    String scalar(String column, JsonNode node) {
        if (!node.isTextual() && !node.isNumber()) {
            fault(column + " is of type " + TextCheck.type(node) + ", not a text");
            return "";
        }
        try {
            return TextCheck.checked(column, node.asText());
        } catch (UnfitRow e) {
            fault(e.getMessage());
            return "";
        }
    }

    private List<String> pythonList(String column, String text) {
        try {
            return PythonList.parse(text);
        } catch (IllegalArgumentException e) {
            fault(column + " is " + e.getMessage());
            return List.of();
        }
    }

    private static boolean looksLikeList(String text) {
        String stripped = text.strip();
        return stripped.startsWith("[") || stripped.startsWith("(") && stripped.endsWith(")");
    }

    /** The texts without blanks, repetitions and a given one. */
    static List<String> others(List<String> texts, String than) {
        Set<String> others = new LinkedHashSet<>(texts);
        others.remove(than);
        others.removeIf(String::isBlank);
        return List.copyOf(others);
    }
}
