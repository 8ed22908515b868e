package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import io.tiltmeter.dataset.file.TextCheck;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A list of messages: optionally a system text, and then user and assistant in turn, the assistant last. Anything else is
 * rejected and not repaired: a repair would be a guess. Turns behind the last answer that is to be learnt are left out,
 * since no loss depends on them.
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
    private final List<Turn> turns = new ArrayList<>();
    private String system;
    private String masked = "";

    private ConversationRows(String list, String system) {
        this.list = list;
        this.system = system;
    }

    /** OpenAI's {@code messages}. */
    static void messages(JsonNode row, ImportedRows rows) throws UnfitRow {
        read("messages", row, rows);
    }

    /** ShareGPT's {@code conversations}. */
    static void shareGpt(JsonNode row, ImportedRows rows) throws UnfitRow {
        read("conversations", row, rows);
    }

    private static void read(String list, JsonNode row, ImportedRows rows) throws UnfitRow {
        ConversationRows conversation = new ConversationRows(list, Texts.optional(row, "system"));
        JsonNode messages = filledList(row, list);
        for (int i = 0; i < messages.size(); i++) {
            conversation.add(messages.get(i), i);
        }
        conversation.write(row, rows);
    }

    private static JsonNode filledList(JsonNode row, String list) throws UnfitRow {
        JsonNode messages = row.path(list);
        if (!messages.isArray() || messages.isEmpty()) {
            throw new UnfitRow(
                    list + " is " + (messages.isArray() ? "empty" : "not a list but " + TextCheck.type(messages)));
        }
        return messages;
    }

    private void add(JsonNode message, int index) throws UnfitRow {
        String path = list + "[" + index + "]";
        if (!message.isObject()) {
            throw new UnfitRow(path + " is not an object but " + TextCheck.type(message));
        }
        String speaker = present(message, "role", "from", list.equals("messages"));
        String name = Texts.notBlank(message.path(speaker), path + "." + speaker);
        String content = present(message, "content", "value", list.equals("messages"));
        String contentPath = path + "." + content;
        String text = content(message.path(content), contentPath);
        String mask = AnswerMask.of(message, path);
        if (name.toLowerCase(Locale.ROOT).equals("system")) {
            if (index > 0) {
                throw new UnfitRow(path + ": a system text is allowed only at the beginning");
            }
            system = text;
            return;
        }
        Role role = role(name, path + "." + speaker);
        if (role == Role.ASSISTANT && !mask.isEmpty()) {
            masked = mask;
        }
        add(role, path, text, contentPath, !mask.isEmpty());
    }

    /** The member of one of two names that a message has; the usual one of its list if it has neither. */
    private static String present(JsonNode message, String ofMessages, String ofShareGpt, boolean isOfMessages) {
        String usual = isOfMessages ? ofMessages : ofShareGpt;
        String other = isOfMessages ? ofShareGpt : ofMessages;
        return !message.has(usual) && message.has(other) ? other : usual;
    }

    private static Role role(String name, String path) throws UnfitRow {
        Role role = ROLES.get(name.toLowerCase(Locale.ROOT));
        if (role == null) {
            throw new UnfitRow(path + " \"" + name + "\" is none of system, user (human), assistant (gpt)");
        }
        return role;
    }

    private void add(Role role, String path, String text, String contentPath, boolean isMasked) throws UnfitRow {
        Role due = turns.size() % 2 == 0 ? Role.USER : Role.ASSISTANT;
        if (role != due) {
            throw new UnfitRow(path + " is the " + role.label() + "'s where the " + due.label() + " has its turn");
        }
        if (TextCheck.isBlank(text)) {
            throw new UnfitRow(contentPath + " is blank");
        }
        turns.add(new Turn(role, text, isMasked && role == Role.ASSISTANT));
    }

    /** A text, or OpenAI's list of parts if each of them is a text. */
    private static String content(JsonNode value, String path) throws UnfitRow {
        if (!value.isArray()) {
            return Texts.text(value, path);
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode part = value.get(i);
            String partPath = path + "[" + i + "]";
            String type = part.path("type").asText();
            if (!type.equals("text")) {
                throw new UnfitRow(partPath + " has type \"" + type + "\": only texts can be learnt");
            }
            parts.add(Texts.text(part.path("text"), partPath + ".text"));
        }
        return String.join("\n", parts);
    }

    private void write(JsonNode row, ImportedRows rows) throws UnfitRow {
        if (turns.isEmpty() || turns.size() % 2 != 0) {
            throw new UnfitRow(
                    list + " ends without an answer of the assistant: there is nothing to learn from its end");
        }
        int end = turns.size();
        while (end > 0 && turns.get(end - 1).masked()) {
            end -= 2;
        }
        if (end == 0) {
            throw new UnfitRow(list + " has no answer that is to be learnt: " + masked);
        }
        String own = Texts.id(row, "id");
        rows.row(
                own.isEmpty() ? Texts.id(row, "prompt_id") : own,
                system,
                ContextLocation.WITHIN_TURNS,
                "",
                turns.subList(0, end));
    }
}
