package io.tiltmeter.languagemodel.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.inference.ContinuationScore;
import io.tiltmeter.languagemodel.inference.LanguageModel;
import io.tiltmeter.languagemodel.text.ContinuationEncoder;
import io.tiltmeter.languagemodel.text.ContinuationIds;
import io.tiltmeter.languagemodel.text.SpecialToken;
import io.tiltmeter.languagemodel.text.SpecialTokens;
import io.tiltmeter.languagemodel.text.Tokenizer;
import io.tiltmeter.languagemodel.torch.ScoredRows;
import java.util.List;
import java.util.Optional;

/** Log-likelihoods of continuations of contexts, encoded as lm-evaluation-harness does. */
final class ScoreTask implements JsonLines.Task<ContinuationIds> {

    private final LanguageModel model;
    private final ContinuationEncoder encoder;
    private final Optional<SpecialToken> prefix;

    ScoreTask(LanguageModel model, Tokenizer tokenizer) {
        this.model = model;
        this.encoder = new ContinuationEncoder(tokenizer);
        SpecialTokens tokens = tokenizer.specialTokens();
        this.prefix = tokens.beginning().or(tokens::end);
    }

    @Override
    public ContinuationIds request(JsonNode line) {
        JsonLines.allow(line, "context", "continuation");
        String context = JsonLines.text(line, "context");
        if (context.isEmpty() && prefix.isEmpty()) {
            throw new IllegalArgumentException(
                    "the context is empty and the tokenizer has neither a beginning nor an end"
                            + " token to use instead");
        }
        int prefixId = prefix.map(SpecialToken::id).orElse(0);
        ContinuationIds ids = encoder.encodeAsHarness(context, JsonLines.text(line, "continuation"), prefixId);
        ScoredRows.checkIds(model.config(), ids.contextIds());
        ScoredRows.checkIds(model.config(), ids.continuationIds());
        return ids.within(model.config().maxPositionEmbeddings());
    }

    @Override
    public void answer(List<ContinuationIds> requests, long first, List<ObjectNode> answers) {
        List<ContinuationScore> scores = model.logLikelihoods(requests);
        for (int at = 0; at < scores.size(); at++) {
            ContinuationScore score = scores.get(at);
            ObjectNode answer = answers.get(at);
            answer.put("log_likelihood", score.logLikelihoodNats()).put("is_greedy", score.isGreedy());
            ArrayNode tokens = answer.putArray("token_logprobs");
            score.tokenLogProbsNats().forEach(tokens::add);
            add(answer.putArray("context_ids"), requests.get(at).contextIds());
            add(answer.putArray("continuation_ids"), requests.get(at).continuationIds());
        }
    }

    private static void add(ArrayNode list, int[] ids) {
        for (int id : ids) {
            list.add(id);
        }
    }
}
