package io.tiltmeter.languagemodel.torch;

import ai.djl.ndarray.NDManager;
import io.tiltmeter.languagemodel.ModelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Llama family's TorchScript text, filled in for one model. */
public final class LlamaScript {

    /** Sequences up to this many tokens have their attention written out; measured, see docs/language-model.md. */
    public static final int FUSED_ATTENTION_ABOVE = 48;

    private static final String RESOURCE = "llama.py.txt";
    private static final Pattern HOLE = Pattern.compile("\\$\\{(\\w+)}");

    private LlamaScript() {}

    /** Compiles the text; the module belongs to the manager. */
    public static ScriptModule compile(NDManager owner, ModelConfig config, MatrixProducts products) {
        return ScriptModule.compile(owner, text(config, products));
    }

    static String text(ModelConfig config, MatrixProducts products) {
        Map<String, String> values = values(config, products);
        return HOLE.matcher(resource()).replaceAll(hole -> {
            String value = values.get(hole.group(1));
            if (value == null) {
                throw new IllegalStateException(
                        RESOURCE + " asks for '" + hole.group(1) + "'; known: " + values.keySet());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static Map<String, String> values(ModelConfig config, MatrixProducts products) {
        int layers = config.numHiddenLayers();
        int queriesPerKey = config.numAttentionHeads() / config.numKeyValueHeads();
        Map<String, String> values = new TreeMap<>();
        values.put("product", products.expression());
        values.put("hidden", Integer.toString(config.hiddenSize()));
        values.put("layers", Integer.toString(layers));
        values.put("heads", Integer.toString(config.numAttentionHeads()));
        values.put("keyValueHeads", Integer.toString(config.numKeyValueHeads()));
        values.put("headDim", Integer.toString(config.headDim()));
        values.put("attentionWidth", Integer.toString(config.numAttentionHeads() * config.headDim()));
        values.put("attentionScale", Double.toString(1 / Math.sqrt(config.headDim())));
        values.put("grouped", queriesPerKey > 1 ? "True" : "False");
        values.put("queriesPerKey", Integer.toString(queriesPerKey));
        values.put("fusedAttentionAbove", Integer.toString(FUSED_ATTENTION_ABOVE));
        values.put("epsilon", Double.toString(config.rmsNormEps()));
        values.put("finalNorm", Integer.toString(1 + 9 * layers));
        values.put("head", config.tieWordEmbeddings() ? "0" : Integer.toString(2 + 9 * layers));
        return values;
    }

    private static String resource() {
        try (InputStream text = LlamaScript.class.getResourceAsStream(RESOURCE)) {
            if (text == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }
}
