package io.tiltmeter.languagemodel.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import io.tiltmeter.languagemodel.ModelConfig.Residual;
import io.tiltmeter.languagemodel.Precision;
import io.tiltmeter.languagemodel.WeightLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's TorchScript: the family's text and the shared ones, with the model's dimensions filled in. */
final class ModelText {

    /** Up to this many tokens attention is computed step by step; measured, see docs/language-model.md. */
    static final int STEPWISE_FLOAT32 = 48;

    /** The same with grouped queries, whose keys need not be repeated then. */
    static final int STEPWISE_GROUPED = 256;

    /** The same in bfloat16 on a CPU; above, the matrix of scores takes too much memory. */
    static final int STEPWISE_BFLOAT16 = 512;

    /** Logits that are in memory at a time when layers are recomputed. */
    private static final int HEAD_NUMBERS = 1 << 25;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private ModelText() {}

    /** Compiles the text for the manager's device; the module belongs to the manager. */
    static ScriptModule compile(NDManager owner, ModelConfig config, Precision compute, MatrixProducts products) {
        return ScriptModule.compile(owner, of(config, compute, products, owner.getDevice()));
    }

    static String of(ModelConfig config, Precision compute, MatrixProducts products, Device device) {
        Map<String, String> values = values(config, compute, products, device.isGpu());
        StringBuilder text = new StringBuilder();
        for (String resource : List.of("layers", config.family().script(), "decoder", "training", "inference")) {
            text.append(filled(resource + ".py.txt", values)).append('\n');
        }
        return text.toString();
    }

    private static String filled(String name, Map<String, String> values) {
        return PLACEHOLDER.matcher(resource(name)).replaceAll(placeholder -> {
            String value = values.get(placeholder.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        name + " uses the unknown value '" + placeholder.group(1) + "'; known: " + values.keySet());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static Map<String, String> values(
            ModelConfig config, Precision compute, MatrixProducts products, boolean onGpu) {
        int weights = WeightLayout.of(config).size();
        int afterLayers = WeightLayout.beforeLayers() + config.numHiddenLayers() * WeightLayout.inLayer(config);
        Map<String, String> values = new TreeMap<>();
        values.put("product", products.body(compute));
        values.put("joined", literal(products == MatrixProducts.ONEDNN && compute == Precision.FLOAT32));
        values.put("compute", literal(compute.torchType()));
        values.put("weights", literal(weights));
        values.put("beforeLayers", literal(WeightLayout.beforeLayers()));
        values.put("inLayer", literal(WeightLayout.inLayer(config)));
        values.put("afterLayers", literal(afterLayers));
        values.put("head", literal(config.tieWordEmbeddings() ? 0 : weights - 1));
        values.put("headRows", literal(Math.max(1, HEAD_NUMBERS / config.vocabSize())));
        values.put("hidden", literal(config.hiddenSize()));
        values.put("layers", literal(config.numHiddenLayers()));
        values.put("heads", literal(config.numAttentionHeads()));
        values.put("keyValueHeads", literal(config.numKeyValueHeads()));
        values.put("headDim", literal(config.headDim()));
        values.put("rotary", literal(config.rotary().dimensions()));
        values.put("attentionWidth", literal(config.attentionWidth()));
        values.put("attentionScale", Double.toString(1 / Math.sqrt(config.headDim())));
        values.put("grouped", literal(config.queriesPerKey() > 1));
        values.put("queriesPerKey", literal(config.queriesPerKey()));
        values.put("window", literal(config.slidingWindow()));
        values.put("parallel", literal(config.residual() == Residual.PARALLEL));
        values.put("stepwiseUpTo", literal(stepwiseUpTo(config, compute, onGpu)));
        values.put("wholeCache", literal(compute == Precision.BFLOAT16 && !onGpu));
        values.put("epsilon", Double.toString(config.normEps()));
        return values;
    }

    private static int stepwiseUpTo(ModelConfig config, Precision compute, boolean onGpu) {
        if (onGpu) {
            return 1;
        }
        if (compute == Precision.BFLOAT16) {
            return STEPWISE_BFLOAT16;
        }
        return config.queriesPerKey() > 1 ? STEPWISE_GROUPED : STEPWISE_FLOAT32;
    }

    /** On a CPU; in float32 without groups only for texts so short that the probabilities are no more than the rest. */
    static boolean keepsProbabilities(ModelConfig config, Precision compute, boolean onGpu) {
        return !onGpu && (compute == Precision.BFLOAT16 || config.queriesPerKey() > 1);
    }

    private static String literal(int number) {
        return Integer.toString(number);
    }

    private static String literal(boolean truth) {
        return truth ? "True" : "False";
    }

    private static String resource(String name) {
        try (InputStream text = ModelText.class.getResourceAsStream(name)) {
            if (text == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }
}
