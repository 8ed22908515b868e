package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.inference.ContextLosses;
import io.tiltmeter.languagemodel.inference.ContextPair;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.EncodedExample;
import io.tiltmeter.languagemodel.text.ExampleEncoder;
import io.tiltmeter.languagemodel.text.PromptTemplate;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.List;

/** Mean loss of an instruction's output with its input and without. */
final class LossTask implements JsonLines.Task<ContextPair> {

    private final LanguageModel model;
    private final ExampleEncoder encoder;

    LossTask(LanguageModel model, Tokenizer tokenizer, PromptTemplate template) {
        this.model = model;
        this.encoder = new ExampleEncoder(tokenizer, template, model.config().maxPositionEmbeddings());
    }

    @Override
    public ContextPair request(JsonNode line) {
        JsonLines.allow(line, "instruction", "input", "output");
        String instruction = JsonLines.text(line, "instruction");
        String output = JsonLines.text(line, "output");
        EncodedExample with = encoder.encode(instruction, JsonLines.text(line, "input"), output)
                .orThrow();
        ScoredRows.checkIds(model.config(), with.inputIds());
        return new ContextPair(with, encoder.encode(instruction, "", output).orThrow());
    }

    @Override
    public void answer(List<ContextPair> requests, long first, List<ObjectNode> answers) {
        List<ContextLosses> losses = model.contextLosses(requests);
        for (int at = 0; at < losses.size(); at++) {
            answers.get(at)
                    .put("loss_with_input", losses.get(at).withContextNats())
                    .put("loss_without_input", losses.get(at).withoutContextNats())
                    .put("tokens", requests.get(at).withContext().scoredTokens());
        }
    }
}
