package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import io.tiltmeter.languagemodel.ModelConfig;
import java.util.List;

/**
 * The oracle: a Llama model in plain NDArray operators, written from the papers without a look at the TorchScript text.
 * Slow on purpose: every position, every head and the whole attention matrix are computed.
 */
final class NdArrayLlama {

    private final ModelConfig config;
    private final List<NDArray> weights;

    NdArrayLlama(ModelConfig config, List<NDArray> weights) {
        this.config = config;
        this.weights = weights;
    }

    /** @param ids (B, T) int64 @return (B, T, V) float32 */
    NDArray logits(NDArray ids) {
        long tokens = ids.getShape().get(1);
        NDManager memory = ids.getManager();
        NDArray x = Embedding.embedding(ids, weights.get(0), SparseFormat.DENSE).head(); // (B, T, D)
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            int at = 1 + 9 * layer;
            x = x.add(attention(norm(x, at), at, angles(memory, tokens), future(memory, tokens)));
            x = x.add(feedForward(norm(x, at + 5), at));
        }
        int last = 1 + 9 * config.numHiddenLayers();
        return times(norm(x, last), config.tieWordEmbeddings() ? 0 : last + 1);
    }

    /** Mean over the labels of at least 0, each predicted from the position before it. */
    NDArray loss(NDArray ids, NDArray labels) {
        NDArray logProbs = logits(ids).get(":, :-1").logSoftmax(-1); // (B, T - 1, V)
        NDArray targets = labels.get(":, 1:").expandDims(-1); // (B, T - 1, 1)
        NDArray scored = targets.gte(0).toType(DataType.FLOAT32, false);
        NDArray picked = logProbs.gather(targets.maximum(0L).toType(DataType.INT64, false), -1);
        return picked.mul(scored).sum().neg().div(scored.sum());
    }

    private NDArray attention(NDArray h, int at, NDArray angles, NDArray future) {
        int width = config.headDim();
        int repeats = config.numAttentionHeads() / config.numKeyValueHeads();
        NDArray q = rotated(heads(times(h, at + 1), config.numAttentionHeads()), angles); // (B, H, T, K)
        NDArray k = rotated(heads(times(h, at + 2), config.numKeyValueHeads()), angles)
                .repeat(1, repeats);
        NDArray v = heads(times(h, at + 3), config.numKeyValueHeads()).repeat(1, repeats);
        NDArray scores = q.matMul(k.transpose(0, 1, 3, 2)).div(Math.sqrt(width)).add(future); // (B, H, T, T)
        NDArray mixed = scores.softmax(-1).matMul(v).transpose(0, 2, 1, 3); // (B, T, H, K)
        Shape shape = h.getShape();
        return times(mixed.reshape(shape.get(0), shape.get(1), (long) config.numAttentionHeads() * width), at + 4);
    }

    private NDArray feedForward(NDArray h, int at) {
        NDArray gate = times(h, at + 6);
        NDArray swish = gate.div(gate.neg().exp().add(1)); // x sigmoid(x)
        return times(swish.mul(times(h, at + 7)), at + 8);
    }

    private NDArray norm(NDArray x, int at) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true);
        return x.div(meanSquare.add(config.rmsNormEps()).sqrt()).mul(weights.get(at));
    }

    /** Pair (i, i + K/2) is turned by position x theta^(-2i/K). */
    private static NDArray rotated(NDArray x, NDArray angles) {
        NDList halves = x.split(2, 3);
        NDArray a = halves.get(0);
        NDArray b = halves.get(1);
        NDArray cos = angles.cos();
        NDArray sin = angles.sin();
        return NDArrays.concat(new NDList(a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin))), 3);
    }

    private NDArray angles(NDManager memory, long tokens) {
        int half = config.headDim() / 2;
        float[] angles = new float[(int) tokens * half];
        for (int position = 0; position < tokens; position++) {
            for (int i = 0; i < half; i++) {
                angles[position * half + i] =
                        (float) (position / Math.pow(config.ropeTheta(), 2.0 * i / config.headDim()));
            }
        }
        return memory.create(angles, new Shape(tokens, half));
    }

    private static NDArray future(NDManager memory, long tokens) {
        NDArray position = memory.arange((int) tokens);
        return position.reshape(1, tokens)
                .gt(position.reshape(tokens, 1))
                .toType(DataType.FLOAT32, false)
                .mul(-1e9f);
    }

    private NDArray heads(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, config.headDim()).transpose(0, 2, 1, 3);
    }

    private NDArray times(NDArray x, int weight) {
        return Linear.linear(x, weights.get(weight)).head();
    }
}
