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
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.RotaryEmbedding;
import io.tiltmeter.languagemodel.Weight;
import io.tiltmeter.languagemodel.WeightLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The oracle: the families in plain NDArray operators, written from the papers without a look at the TorchScript text.
 * Slow on purpose: every position, every head and the whole attention matrix are computed.
 */
public final class NdArrayDecoder {

    private final ModelConfig config;
    private final Map<String, NDArray> weights = new HashMap<>();
    private final List<NDArray> attentionOfLast = new ArrayList<>();

    /** @param weights in the order of {@link WeightLayout} */
    public NdArrayDecoder(ModelConfig config, List<NDArray> weights) {
        this.config = config;
        List<Weight> layout = WeightLayout.of(config);
        for (int i = 0; i < layout.size(); i++) {
            this.weights.put(layout.get(i).name(), weights.get(i));
        }
    }

    /** @param ids (B, T) int64 @return (B, T, V) float32 */
    public NDArray logits(NDArray ids) {
        return switch (config.family()) {
            case LLAMA, MISTRAL -> llama(ids);
            case GPT_NEOX -> gptNeox(ids);
        };
    }

    /** Mean over the labels of at least 0, each predicted from the position before it. */
    NDArray loss(NDArray ids, NDArray labels) {
        NDArray logProbs = logits(ids).get(":, :-1").logSoftmax(-1); // (B, T - 1, V)
        NDArray targets = labels.get(":, 1:").expandDims(-1); // (B, T - 1, 1)
        NDArray scored = targets.gte(0).toType(DataType.FLOAT32, false);
        NDArray picked = logProbs.gather(targets.maximum(0L).toType(DataType.INT64, false), -1);
        return picked.mul(scored).sum().neg().div(scored.sum());
    }

    /** Attention of the last token to every token, mean over heads: (B, T) for each layer. */
    List<NDArray> attentionOfLast(NDArray ids) {
        attentionOfLast.clear();
        logits(ids);
        return List.copyOf(attentionOfLast);
    }

    private NDArray llama(NDArray ids) {
        NDArray x = embedded(ids, "model.embed_tokens.weight");
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String in = "model.layers." + layer + ".";
            NDArray h = rmsNorm(x, in + "input_layernorm");
            NDArray q = heads(times(h, in + "self_attn.q_proj"), config.numAttentionHeads());
            NDArray k = heads(times(h, in + "self_attn.k_proj"), config.numKeyValueHeads());
            NDArray v = heads(times(h, in + "self_attn.v_proj"), config.numKeyValueHeads());
            x = x.add(times(attention(q, k, v), in + "self_attn.o_proj"));
            h = rmsNorm(x, in + "post_attention_layernorm");
            NDArray gate = times(h, in + "mlp.gate_proj");
            NDArray swish = gate.div(gate.neg().exp().add(1)); // x sigmoid(x)
            x = x.add(times(swish.mul(times(h, in + "mlp.up_proj")), in + "mlp.down_proj"));
        }
        x = rmsNorm(x, "model.norm");
        return times(x, config.tieWordEmbeddings() ? "model.embed_tokens" : "lm_head");
    }

    private NDArray gptNeox(NDArray ids) {
        NDArray x = embedded(ids, "gpt_neox.embed_in.weight");
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            String in = "gpt_neox.layers." + layer + ".";
            NDArray fused = linear(layerNorm(x, in + "input_layernorm"), in + "attention.query_key_value");
            NDArray[] qkv = new NDArray[3];
            for (int part = 0; part < 3; part++) {
                NDList perHead = new NDList();
                for (int head = 0; head < config.numAttentionHeads(); head++) {
                    int from = (3 * head + part) * config.headDim();
                    perHead.add(fused.get(":, :, " + from + ":" + (from + config.headDim())));
                }
                qkv[part] = NDArrays.stack(perHead, 1); // (B, H, T, K)
            }
            NDArray mixed = linear(attention(qkv[0], qkv[1], qkv[2]), in + "attention.dense");
            NDArray reads = config.residual() == Residual.PARALLEL ? x : x.add(mixed);
            NDArray up = linear(layerNorm(reads, in + "post_attention_layernorm"), in + "mlp.dense_h_to_4h");
            NDArray gelu = up.mul(up.div(Math.sqrt(2)).erf().add(1)).mul(0.5f);
            x = x.add(mixed).add(linear(gelu, in + "mlp.dense_4h_to_h"));
        }
        x = layerNorm(x, "gpt_neox.final_layer_norm");
        return times(x, config.tieWordEmbeddings() ? "gpt_neox.embed_in" : "embed_out");
    }

    /** q (B, H, T, K); k, v (B, G, T, K), before rotation. Returns (B, T, H * K). */
    private NDArray attention(NDArray q, NDArray k, NDArray v) {
        NDManager memory = q.getManager();
        long tokens = q.getShape().get(2);
        int repeats = config.numAttentionHeads() / config.numKeyValueHeads();
        NDArray angles = angles(memory, tokens);
        NDArray keys = turned(k, angles).repeat(1, repeats);
        NDArray scores = turned(q, angles)
                .matMul(keys.transpose(0, 1, 3, 2))
                .div(Math.sqrt(config.headDim()))
                .add(hidden(memory, tokens)); // (B, H, T, T)
        NDArray shares = scores.softmax(-1);
        attentionOfLast.add(shares.get(":, :, -1").mean(new int[] {1}));
        NDArray mixed = shares.matMul(v.repeat(1, repeats)).transpose(0, 2, 1, 3); // (B, T, H, K)
        return mixed.reshape(q.getShape().get(0), tokens, (long) config.numAttentionHeads() * config.headDim());
    }

    private NDArray rmsNorm(NDArray x, String name) {
        NDArray meanSquare = x.square().mean(new int[] {-1}, true);
        return x.div(meanSquare.add(config.normEps()).sqrt()).mul(weights.get(name + ".weight"));
    }

    private NDArray layerNorm(NDArray x, String name) {
        NDArray centred = x.sub(x.mean(new int[] {-1}, true));
        NDArray variance = centred.square().mean(new int[] {-1}, true);
        return centred.div(variance.add(config.normEps()).sqrt())
                .mul(weights.get(name + ".weight"))
                .add(weights.get(name + ".bias"));
    }

    /** Of the first dimensions, pair (i, i + half) is rotated by position x frequency i. */
    private NDArray turned(NDArray x, NDArray angles) {
        int turning = config.rotary().dimensions();
        NDArray a = x.get(":, :, :, :" + turning / 2);
        NDArray b = x.get(":, :, :, " + turning / 2 + ":" + turning);
        NDArray cos = angles.cos();
        NDArray sin = angles.sin();
        NDList parts = new NDList(a.mul(cos).sub(b.mul(sin)), b.mul(cos).add(a.mul(sin)));
        if (turning < config.headDim()) {
            parts.add(x.get(":, :, :, " + turning + ":"));
        }
        return NDArrays.concat(parts, 3);
    }

    private NDArray angles(NDManager memory, long tokens) {
        int half = config.rotary().dimensions() / 2;
        float[] angles = new float[(int) tokens * half];
        for (int position = 0; position < tokens; position++) {
            for (int i = 0; i < half; i++) {
                angles[position * half + i] = (float) (position * frequency(i));
            }
        }
        return memory.create(angles, new Shape(tokens, half));
    }

    /** Llama 3.1 by wavelengths: the longest are multiplied, the shortest unchanged, linear interpolation between them. */
    private double frequency(int pair) {
        double plain = 1
                / Math.pow(config.rotary().theta(), 2.0 * pair / config.rotary().dimensions());
        if (!(config.rotary().scaling() instanceof RotaryEmbedding.Llama3 stretch)) {
            return plain;
        }
        double wavelength = 2 * Math.PI / plain;
        double original = stretch.originalMaxPositionEmbeddings();
        if (wavelength > original / stretch.lowFreqFactor()) {
            return plain / stretch.factor();
        }
        if (wavelength < original / stretch.highFreqFactor()) {
            return plain;
        }
        double smooth = (original / wavelength - stretch.lowFreqFactor())
                / (stretch.highFreqFactor() - stretch.lowFreqFactor());
        return (1 - smooth) * plain / stretch.factor() + smooth * plain;
    }

    /** Far below 0 where a query (row) must not attend: ahead, or further back than the window. */
    private NDArray hidden(NDManager memory, long tokens) {
        float[] hidden = new float[(int) (tokens * tokens)];
        for (int query = 0; query < tokens; query++) {
            for (int key = 0; key < tokens; key++) {
                boolean tooFar = config.slidingWindow() > 0 && key <= query - config.slidingWindow();
                hidden[query * (int) tokens + key] = key > query || tooFar ? -1e9f : 0;
            }
        }
        return memory.create(hidden, new Shape(tokens, tokens));
    }

    private NDArray heads(NDArray x, int heads) {
        Shape shape = x.getShape();
        return x.reshape(shape.get(0), shape.get(1), heads, config.headDim()).transpose(0, 2, 1, 3);
    }

    private NDArray embedded(NDArray ids, String name) {
        return Embedding.embedding(ids, weights.get(name), SparseFormat.DENSE).head(); // (B, T, D)
    }

    private NDArray times(NDArray x, String module) {
        return Linear.linear(x, weights.get(module + ".weight")).head();
    }

    private NDArray linear(NDArray x, String module) {
        return times(x, module).add(weights.get(module + ".bias"));
    }
}
