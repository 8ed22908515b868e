package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.inference.FinishReason;
import io.tiltmeter.languagemodel.inference.Generation;
import io.tiltmeter.languagemodel.inference.GenerationSettings;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.inference.TokenChoice;
import io.tiltmeter.languagemodel.inference.TokenChoice.Sampled;
import io.tiltmeter.languagemodel.text.Conversation;
import io.tiltmeter.languagemodel.text.Conversation.Role;
import io.tiltmeter.languagemodel.text.Conversation.Turn;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.ArrayList;
import java.util.List;

/** Answers to prompts, instructions or conversations. */
final class GenerateTask implements JsonLines.Task<int[]> {

    private final LanguageModel model;
    private final Tokenizer tokenizer;
    private final ExampleEncoder raw;
    private final ExampleEncoder templated;
    private final GenerationSettings settings;

    GenerateTask(LanguageModel model, Tokenizer tokenizer, GenerateOptions options, TokenChoice choice) {
        int positions = model.config().maxPositionEmbeddings();
        this.model = model;
        this.tokenizer = tokenizer;
        this.raw = new ExampleEncoder(tokenizer, PromptTemplate.PLAIN, positions);
        this.templated = new ExampleEncoder(tokenizer, options.template, positions);
        this.settings = new GenerationSettings(
                options.maxNewTokens, choice, model.config().stopTokenIds(templated.stopTokenIds()), options.stops);
    }

    @Override
    public int[] request(JsonNode line) {
        int[] prompt;
        if (line.has("prompt")) {
            JsonLines.allow(line, "prompt");
            prompt = raw.encodePrompt(JsonLines.text(line, "prompt"), "");
        } else if (line.has("messages")) {
            JsonLines.allow(line, "messages");
            prompt = templated.encodePrompt(conversation(line.path("messages")));
        } else if (line.has("instruction")) {
            JsonLines.allow(line, "instruction", "input");
            String input = line.has("input") ? JsonLines.text(line, "input") : "";
            prompt = templated.encodePrompt(JsonLines.text(line, "instruction"), input);
        } else {
            throw new IllegalArgumentException(
                    "a line has \"prompt\", \"instruction\" (and \"input\") or \"messages\"");
        }
        ScoredRows.checkPrompt(model.config(), 0, prompt, settings.maxNewTokens());
        return prompt;
    }

    private static Conversation conversation(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        String system = "";
        for (JsonNode message : messages) {
            JsonLines.allow(message, "role", "content");
            String content = JsonLines.text(message, "content");
            switch (JsonLines.text(message, "role")) {
                case "user" -> turns.add(new Turn(Role.USER, content, ""));
                case "assistant" -> turns.add(new Turn(Role.ASSISTANT, content, ""));
                case "system" -> {
                    if (!turns.isEmpty() || !system.isEmpty()) {
                        throw new IllegalArgumentException("only the first message can be a system message");
                    }
                    system = content;
                }
                default ->
                    throw new IllegalArgumentException("role \""
                            + message.path("role").asText() + "\" is unknown; known: system, user, assistant");
            }
        }
        return new Conversation(system, turns);
    }

    @Override
    public void answer(List<int[]> prompts, long first, List<ObjectNode> answers) {
        GenerationSettings now = settings.choice() instanceof Sampled sampled
                ? settings.choosing(new Sampled(
                        sampled.temperature(),
                        sampled.topK(),
                        sampled.topP(),
                        sampled.samples(),
                        sampled.seed(),
                        first))
                : settings;
        List<List<Generation>> found = model.generate(prompts, now, tokenizer);
        for (int at = 0; at < prompts.size(); at++) {
            answers.get(at).put("prompt_tokens", prompts.get(at).length);
            ArrayNode list = answers.get(at).putArray("answers");
            found.get(at).forEach(answer -> write(answer, list.addObject()));
        }
    }

    private void write(Generation answer, ObjectNode json) {
        String text = tokenizer.decode(answer.ids());
        if (answer.finish() instanceof FinishReason.StopString stop) {
            json.put("text", stop.textBefore())
                    .put("finish_reason", "stop_string")
                    .put("stop", stop.stop());
        } else if (answer.finish() instanceof FinishReason.StopToken stop) {
            json.put("text", text).put("finish_reason", "stop_token").put("stop", stop.id());
        } else {
            json.put("text", text).put("finish_reason", "length");
        }
        ArrayNode ids = json.putArray("ids");
        for (int id : answer.ids()) {
            ids.add(id);
        }
    }
}
