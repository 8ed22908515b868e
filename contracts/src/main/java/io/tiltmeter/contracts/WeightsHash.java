package io.tiltmeter.contracts;

import java.util.Map;
import java.util.TreeMap;

/**
 * The one hash that says which weights a checkpoint stands for, from the hashes of its folder's files:
 *
 * <ul>
 *   <li>a model in one file: the SHA-256 of {@code model.safetensors};
 *   <li>a model in shards: the SHA-256 over a line for each {@code *.safetensors} file and for {@code
 *       model.safetensors.index.json}, in the order of their names, each line as {@code sha256sum} prints it;
 *   <li>an adapter: the SHA-256 over such lines for {@code adapter_config.json} and {@code adapter_model.safetensors},
 *       and a third with the hash of the base model's manifest and the name {@code base}. The same adapter on another
 *       base, or with another scale, is another model.
 * </ul>
 */
public final class WeightsHash {
    /** The weights of an adapter. */
    public static final String ADAPTER_WEIGHTS = "adapter_model.safetensors";

    private static final String ADAPTER_CONFIG = "adapter_config.json";
    private static final String SINGLE_FILE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final String SHARD_ENDING = ".safetensors";

    private WeightsHash() {}

    /**
     * @param sha256ByName of the files of a folder that holds a whole model
     * @throws IllegalArgumentException if it lists no weights
     */
    public static String ofModel(Map<String, String> sha256ByName) {
        String single = sha256ByName.get(SINGLE_FILE);
        if (single != null) {
            return single;
        }
        Map<String, String> lines = new TreeMap<>();
        sha256ByName.forEach((name, sha256) -> {
            if (name.equals(INDEX) || name.endsWith(SHARD_ENDING)) {
                lines.put(name, sha256);
            }
        });
        if (!lines.containsKey(INDEX) || lines.size() < 2) {
            throw new IllegalArgumentException(
                    "neither " + SINGLE_FILE + " nor " + INDEX + " with its shards is among " + names(sha256ByName));
        }
        return overLines(lines);
    }

    /**
     * @param sha256ByName of the files of a folder that holds an adapter in peft's layout
     * @param base the manifest of the model that it stands beside
     * @throws IllegalArgumentException if it lists no adapter
     */
    public static String ofAdapter(Map<String, String> sha256ByName, ArtifactRef base) {
        String config = sha256ByName.get(ADAPTER_CONFIG);
        String weights = sha256ByName.get(ADAPTER_WEIGHTS);
        if (config == null || weights == null) {
            throw new IllegalArgumentException(
                    ADAPTER_CONFIG + " and " + ADAPTER_WEIGHTS + " are not both among " + names(sha256ByName));
        }
        return overLines(
                new TreeMap<>(Map.of(ADAPTER_CONFIG, config, ADAPTER_WEIGHTS, weights, "base", base.sha256())));
    }

    private static String overLines(Map<String, String> sorted) {
        StringBuilder lines = new StringBuilder();
        sorted.forEach(
                (name, sha256) -> lines.append(sha256).append("  ").append(name).append('\n'));
        return Sha256.of(lines.toString());
    }

    private static String names(Map<String, String> files) {
        return new TreeMap<>(files).keySet().toString();
    }
}
