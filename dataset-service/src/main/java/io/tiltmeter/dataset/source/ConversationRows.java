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

    private final List<Turn> turns = new ArrayList<>();
    private String system;
    private String masked = "";

    private ConversationRows(String system) {
        this.system = system;
    }

    /** OpenAI's {@code messages}. */
    static void messages(JsonNode row, ImportedRows rows) throws UnfitRow {
        read(row, rows, "messages");
    }

    /** ShareGPT's {@code conversations}. */
    static void shareGpt(JsonNode row, ImportedRows rows) throws UnfitRow {
        read(row, rows, "conversations");
    }

    /** UltraChat's {@code data} as it was released: texts of user and assistant in turn. */
    static void ultraChat(JsonNode row, ImportedRows rows) throws UnfitRow {
        ConversationRows conversation = new ConversationRows("");
        JsonNode texts = filledList(row, "data");
        for (int i = 0; i < texts.size(); i++) {
            String path = "data[" + i + "]";
            Role role = i % 2 == 0 ? Role.USER : Role.ASSISTANT;
            conversation.turns.add(new Turn(role, Texts.notBlank(texts.get(i), path)));
        }
        conversation.write(row, rows, "data");
    }

    /**
     * TRL's {@code prompt} and {@code completion}, two texts or two lists of messages. As TRL has it, only the completion is
     * learnt: answers within the prompt are masked.
     */
    static void promptAndCompletion(JsonNode row, ImportedRows rows) throws UnfitRow {
        if (row.path("prompt").isArray() && row.path("completion").isArray()) {
            read(row, rows, "prompt", "completion");
            return;
        }
        ConversationRows conversation = new ConversationRows(Texts.optional(row, "system"));
        conversation.turns.add(new Turn(Role.USER, Texts.required(row, "prompt")));
        conversation.turns.add(new Turn(Role.ASSISTANT, Texts.required(row, "completion")));
        conversation.write(row, rows, "completion");
    }

    /** Lists one behind the other; the answers of all but the last are masked. */
    private static void read(JsonNode row, ImportedRows rows, String... lists) throws UnfitRow {
        ConversationRows conversation = new ConversationRows(Texts.optional(row, "system"));
        for (String list : lists) {
            JsonNode messages = filledList(row, list);
            boolean isLearnt = list.equals(lists[lists.length - 1]);
            for (int i = 0; i < messages.size(); i++) {
                conversation.add(messages.get(i), list, i, isLearnt);
            }
        }
        conversation.write(row, rows, lists[lists.length - 1]);
    }

    private static JsonNode filledList(JsonNode row, String list) throws UnfitRow {
        JsonNode messages = row.path(list);
        if (!messages.isArray() || messages.isEmpty()) {
            throw new UnfitRow(
                    list + " is " + (messages.isArray() ? "empty" : "not a list but " + TextCheck.type(messages)));
        }
        return messages;
    }

    private void add(JsonNode message, String list, int index, boolean isLearnt) throws UnfitRow {
        String path = list + "[" + index + "]";
        if (!message.isObject()) {
            throw new UnfitRow(path + " is not an object but " + TextCheck.type(message));
        }
        String speaker = present(message, "role", "from", !list.equals("conversations"));
        String name = Texts.notBlank(message.path(speaker), path + "." + speaker);
        String content = present(message, "content", "value", !list.equals("conversations"));
        String contentPath = path + "." + content;
        String text = content(message.path(content), contentPath);
        String mask = AnswerMask.of(message, path);
        if (name.toLowerCase(Locale.ROOT).equals("system")) {
            if (index > 0 || !turns.isEmpty()) {
                throw new UnfitRow(path + ": a system text is allowed only at the beginning");
            }
            system = text;
            return;
        }
        Role role = role(name, path + "." + speaker);
        if (role == Role.ASSISTANT && !mask.isEmpty()) {
            masked = mask;
        }
        add(role, path, text, contentPath, !isLearnt || !mask.isEmpty());
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
            String member = present(part, "text", "value", true);
            parts.add(Texts.text(part.path(member), partPath + "." + member));
        }
        return String.join("\n", parts);
    }

    private void write(JsonNode row, ImportedRows rows, String list) throws UnfitRow {
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
