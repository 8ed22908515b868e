package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** All that differs by model family in this module; the resource that {@link #script} names holds the computation. */
interface FamilyDefinition {

    /** The family's name in messages. */
    String title();

    /** {@code model_type} of config.json. */
    String modelType();

    /** The one entry of {@code architectures} in config.json. */
    String architecture();

    /** Name of the TorchScript text, without its ending. */
    String script();

    /** Reads the family's own fields of config.json; unsupported values become faults of the file. */
    ModelConfig read(HuggingFaceConfig config);

    /** Writes the family's own fields of config.json. */
    void write(ModelConfig config, ObjectNode json);

    /** Name of the embedding, without {@code .weight}. */
    String embedding();

    /** Name of the output head where it is not the embedding, without {@code .weight}. */
    String head();

    /** Weights of one layer in the order in which the TorchScript text takes them. */
    List<Weight> layer(ModelConfig config, int layer);

    /** Weights between the last layer and the output head. */
    List<Weight> lastNorm(ModelConfig config);

    /** Whether files may hold this tensor although the model has no weight of its name: a buffer that is computed. */
    boolean isBuffer(String tensor);
}
