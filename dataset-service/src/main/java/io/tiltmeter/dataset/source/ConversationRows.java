package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A list of messages: optionally a system text, and then user and assistant in turn, the assistant last. Anything else is
 * rejected and not repaired: a repair would be a guess.
 */
final class ConversationRows {
    private static final Map<String, Role> ROLES = Map.of(
            "user", Role.USER,
            "human", Role.USER,
            "prompter", Role.USER,
            "assistant", Role.ASSISTANT,
            "gpt", Role.ASSISTANT,
            "chatgpt", Role.ASSISTANT,
            "model", Role.ASSISTANT);

    private final String list;
    private final String speaker;
    private final String content;

    ConversationRows(String list, String speaker, String content) {
        this.list = list;
        this.speaker = speaker;
        this.content = content;
    }

    void map(JsonNode row, ImportedRows rows) throws UnfitRow {
        JsonNode messages = row.path(list);
        if (!messages.isArray() || messages.isEmpty()) {
            throw new UnfitRow(list + " is " + (messages.isArray() ? "empty" : "not a list"));
        }
        String system = Texts.optional(row, "system");
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String path = list + "[" + i + "]";
            String role = Texts.required(message, speaker);
            String text = content(message, path);
            if (role.toLowerCase(Locale.ROOT).equals("system")) {
                if (i > 0) {
                    throw new UnfitRow(path + ": a system text is allowed only at the beginning");
                }
                system = text;
                continue;
            }
            turns.add(turn(path, role(role), text, turns.size()));
        }
        if (turns.isEmpty() || turns.size() % 2 != 0) {
            throw new UnfitRow(
                    list + " ends without an answer of the assistant: there is nothing to learn from its end");
        }
        rows.row(id(row), system, ContextLocation.WITHIN_TURNS, "", turns);
    }

    private static Role role(String name) throws UnfitRow {
        Role role = ROLES.get(name.toLowerCase(Locale.ROOT));
        if (role == null) {
            throw new UnfitRow("role \"" + name + "\" is none of system, user (human), assistant (gpt)");
        }
        return role;
    }

    private Turn turn(String path, Role role, String text, int index) throws UnfitRow {
        Role due = index % 2 == 0 ? Role.USER : Role.ASSISTANT;
        if (role != due) {
            throw new UnfitRow(path + " is the " + role.label() + "'s where the " + due.label() + " has its turn");
        }
        if (text.isBlank()) {
            throw new UnfitRow(path + "." + content + " is blank");
        }
        return new Turn(role, text);
    }

    /** A text, or OpenAI's list of parts if each of them is a text. */
    private String content(JsonNode message, String path) throws UnfitRow {
        JsonNode value = message.path(content);
        if (!value.isArray()) {
            return Texts.optional(message, content);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : value) {
            if (!part.path("type").asText().equals("text")) {
                throw new UnfitRow(path + "." + content + " has a part of type \""
                        + part.path("type").asText() + "\": only texts can be learnt");
            }
            parts.add(Texts.optional(part, "text"));
        }
        return String.join("\n", parts);
    }

    private static String id(JsonNode row) throws UnfitRow {
        String own = Texts.id(row, "id");
        return own.isEmpty() ? Texts.id(row, "prompt_id") : own;
    }
}
