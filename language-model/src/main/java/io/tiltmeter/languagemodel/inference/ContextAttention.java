package io.tiltmeter.languagemodel.inference;

import java.util.List;

/**
 * How much the position that predicts the answer attends to the context (figure 3b of Goyal et al., ICLR 2025).
 *
 * @param shareByLayer attention of the prompt's last token to all context tokens together, mean over heads, in [0, 1]
 * @param meanPerTokenByLayer the same divided by the number of context tokens
 */
public record ContextAttention(List<Double> shareByLayer, List<Double> meanPerTokenByLayer) {

    public ContextAttention {
        shareByLayer = List.copyOf(shareByLayer);
        meanPerTokenByLayer = List.copyOf(meanPerTokenByLayer);
    }
}
