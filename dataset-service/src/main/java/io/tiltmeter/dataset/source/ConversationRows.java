package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.contracts.example.Role;
import io.tiltmeter.contracts.example.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A list of messages: a system text first, perhaps, and then user and assistant in turn, the assistant last. Anything
 * else is unfit, not repaired: what a model learns from it would be a guess.
 */
final class ConversationRows implements SourceShape.Mapping {
    private final String list;
    private final String speaker;
    private final String said;

    ConversationRows(String list, String speaker, String said) {
        this.list = list;
        this.speaker = speaker;
        this.said = said;
    }

    @Override
    public void map(JsonNode row, RowCollector rows) throws UnfitRow {
        JsonNode messages = row.path(list);
        if (!messages.isArray() || messages.isEmpty()) {
            throw new UnfitRow(list + " is " + (messages.isArray() ? "empty" : "not a list"));
        }
        String system = Texts.optional(row, "system");
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String place = list + "[" + i + "]";
            String role = Texts.required(message, speaker);
            String text = content(message, place);
            if (role.toLowerCase(Locale.ROOT).equals(RoleNames.SYSTEM)) {
                if (i > 0) {
                    throw new UnfitRow(place + ": a system text stands only at the beginning");
                }
                system = text;
                continue;
            }
            turns.add(turn(place, RoleNames.role(role), text, turns.size()));
        }
        if (turns.isEmpty() || turns.size() % 2 != 0) {
            throw new UnfitRow(
                    list + " ends without an answer of the assistant: there is nothing to learn from its end");
        }
        rows.row(id(row), system, ContextPlace.WITHIN_TURNS, "", turns);
    }

    private Turn turn(String place, Role role, String text, int index) throws UnfitRow {
        Role due = index % 2 == 0 ? Role.USER : Role.ASSISTANT;
        if (role != due) {
            throw new UnfitRow(place + " is the " + role.label() + "'s where the " + due.label() + " has its turn");
        }
        if (text.isBlank()) {
            throw new UnfitRow(place + "." + said + " is blank");
        }
        return new Turn(role, text);
    }

    /** A text, or OpenAI's list of parts if all of them are texts. */
    private String content(JsonNode message, String place) throws UnfitRow {
        JsonNode content = message.path(said);
        if (!content.isArray()) {
            return Texts.optional(message, said);
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text")) {
                throw new UnfitRow(place + "." + said + " has a part of type \""
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
