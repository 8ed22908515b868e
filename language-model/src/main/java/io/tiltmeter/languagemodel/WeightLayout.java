package io.tiltmeter.languagemodel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights of a model in the order in which its TorchScript text takes them. */
public final class WeightLayout {

    private WeightLayout() {}

    public static List<Weight> of(ModelConfig config) {
        FamilyDefinition family = config.family().definition();
        List<Weight> weights = new ArrayList<>();
        weights.add(Weight.matrix(family.embedding(), WeightRole.EMBEDDING, config.vocabSize(), config.hiddenSize()));
        for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
            weights.addAll(family.layer(config, layer));
        }
        weights.addAll(family.lastNorm(config));
        if (!config.tieWordEmbeddings()) {
            weights.add(Weight.matrix(family.head(), WeightRole.HEAD, config.vocabSize(), config.hiddenSize()));
        }
        return List.copyOf(weights);
    }

    /** Shapes (out, in) of the linear layers that can have an adapter, by their names without {@code .weight}. */
    public static Map<String, List<Long>> projections(ModelConfig config) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (Weight weight : of(config)) {
            if (weight.role().isProjection()) {
                shapes.put(weight.module(), weight.shape());
            }
        }
        return shapes;
    }

    /** Weights before the first layer: the embedding. */
    public static int beforeLayers() {
        return 1;
    }

    /** Weights of one layer. */
    public static int inLayer(ModelConfig config) {
        return config.family().definition().layer(config, 0).size();
    }

    /** Whether a tensor that is in the file but not in the layout may be ignored: a computed buffer, or a copy of the embedding. */
    public static boolean isIgnored(ModelConfig config, String tensor) {
        FamilyDefinition family = config.family().definition();
        return family.isBuffer(tensor) || config.tieWordEmbeddings() && tensor.equals(family.head() + ".weight");
    }

    /** The other name of a tensor that two modules of this model share: the head's, for the embedding of a tied model. */
    public static Optional<String> sharing(ModelConfig config, String tensor) {
        FamilyDefinition family = config.family().definition();
        return config.tieWordEmbeddings() && tensor.equals(family.embedding() + ".weight")
                ? Optional.of(family.head() + ".weight")
                : Optional.empty();
    }
}
