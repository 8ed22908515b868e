package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.FileRefused;
import io.tiltmeter.dataset.file.FileRow;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of a row, and how a row of them is read. */
public enum SourceShape {
    /** {@code instruction, input, output}; no input is none. */
    ALPACA(List.of("instruction", "output"), (row, rows) -> single(row, rows, "input", "output")),
    /** {@code messages[{role, content}]}: TULU, UltraChat, OpenAI. */
    MESSAGES(List.of("messages"), ConversationRows::messages),
    /** {@code conversations[{from, value}]}, optionally with a system text. */
    SHAREGPT(List.of("conversations"), ConversationRows::shareGpt),
    /** {@code context, question, answers}: SQuAD with a row a question. */
    SQUAD(List.of("context", "question", "answers"), SquadRows::row),
    /** {@code title, paragraphs[{context, qas}]}: SQuAD as it was released, an article a row. */
    SQUAD_ARTICLES(List.of("paragraphs"), SquadRows::article),
    /** {@code instruction, context, response}; no context is none. */
    DOLLY(List.of("instruction", "response"), (row, rows) -> single(row, rows, "context", "response")),
    /** {@code prompt, completion}, texts or lists of messages: TRL. */
    PROMPT_COMPLETION(List.of("prompt", "completion"), ConversationRows::promptAndCompletion),
    /** {@code data} with texts of user and assistant in turn: UltraChat as it was released. */
    ULTRACHAT(List.of("data"), ConversationRows::ultraChat);

    private static final Set<String> OPTIONAL_COLUMNS =
            Set.of("id", "prompt_id", "input", "context", "system", "is_impossible");

    private final List<String> required;
    private final Mapping mapping;

    SourceShape(List<String> required, Mapping mapping) {
        this.required = required;
        this.mapping = mapping;
    }

    /** Reads one row of a shape. */
    @FunctionalInterface
    private interface Mapping {
        void map(JsonNode row, ImportedRows rows) throws UnfitRow;
    }

    /** The shape that has all its columns in the row; conversations first, since their rows may have the columns of others too. */
    static Optional<SourceShape> of(JsonNode row) {
        return List.of(MESSAGES, SHAREGPT, SQUAD_ARTICLES, SQUAD, ALPACA, DOLLY, PROMPT_COMPLETION, ULTRACHAT).stream()
                .filter(shape -> row.isObject() && shape.required.stream().allMatch(row::has))
                .findFirst();
    }

    void map(JsonNode row, ImportedRows rows) throws UnfitRow {
        if (!row.isObject()) {
            throw new UnfitRow("is not a JSON object but " + TextCheck.type(row));
        }
        List<String> missing =
                required.stream().filter(column -> !row.has(column)).toList();
        if (!missing.isEmpty()) {
            throw new UnfitRow("lacks " + String.join(", ", missing) + "; it has " + FileRow.columns(row));
        }
        mapping.map(row, rows);
    }

    /** A question, its context if it has one, and its answer. */
    private static void single(JsonNode row, ImportedRows rows, String context, String answer) throws UnfitRow {
        rows.row(
                Texts.id(row, "id"),
                Texts.optional(row, "system"),
                ContextLocation.FIELD,
                Texts.optional(row, context),
                List.of(
                        new Turn(Role.USER, Texts.required(row, "instruction")),
                        new Turn(Role.ASSISTANT, Texts.required(row, answer))));
    }

    /** Every column that some shape reads. */
    public static Set<String> columns() {
        Set<String> columns = Arrays.stream(values())
                .flatMap(shape -> shape.required.stream())
                .collect(Collectors.toSet());
        columns.addAll(OPTIONAL_COLUMNS);
        return columns;
    }

    static FileRefused unknown(Collection<String> found) {
        return new FileRefused(
                "file",
                "columns " + found,
                "a source has "
                        + Arrays.stream(values())
                                .map(shape -> String.join(", ", shape.required))
                                .collect(Collectors.joining("; or ")),
                "rename the columns; or send columns=; suites (context_answer, memory_answer) are registered as suites");
    }
}
