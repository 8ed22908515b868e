package io.tiltmeter.languagemodel.weights;

import io.tiltmeter.languagemodel.UnsupportedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A LoRA adapter in peft's layout: {@code adapter_config.json} and {@code adapter_model.safetensors}.
 *
 * @param pairs by full name of the module, such as {@code model.layers.0.self_attn.q_proj}, sorted
 */
public record Adapter(AdapterConfig config, Map<String, LowRankPair> pairs) {

    public static final String WEIGHTS = "adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";
    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    /** Whole tensors that peft saves beside A and B. */
    private static final List<String> RESIZED =
            List.of("embed_tokens.weight", "lm_head.weight", "embed_in.weight", "embed_out.weight");

    public Adapter {
        pairs = Collections.unmodifiableMap(new TreeMap<>(pairs));
        pairs.forEach((module, pair) -> {
            if (pair.rank() != config.rank() || !config.targets().include(module)) {
                throw new IllegalArgumentException("module '" + module + "' has rank " + pair.rank()
                        + "; the configuration has r " + config.rank() + " and targets " + config.targets());
            }
        });
    }

    /**
     * Reads an adapter; its numbers come as float32, widened exactly from float16 and bfloat16.
     *
     * @param moduleShapes (out, in) of every linear module of the model, by full name
     * @throws UnsupportedModelException with all faults of the configuration or of the weights, before memory is
     *     allocated
     */
    public static Adapter read(Path folder, Map<String, List<Long>> moduleShapes) throws IOException {
        AdapterConfig config = AdapterConfig.read(folder);
        try (SafetensorsFile file = open(folder)) {
            check(file, config, moduleShapes);
            Map<String, LowRankPair> pairs = new TreeMap<>();
            for (Map.Entry<String, List<Long>> module : moduleShapes.entrySet()) {
                if (config.targets().include(module.getKey())) {
                    ByteBuffer a = file.float32Bytes(PREFIX + module.getKey() + A);
                    ByteBuffer b = file.float32Bytes(PREFIX + module.getKey() + B);
                    long out = module.getValue().get(0);
                    long in = module.getValue().get(1);
                    pairs.put(module.getKey(), new LowRankPair(config.rank(), in, out, a, b));
                }
            }
            return new Adapter(config, pairs);
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
    }

    /**
     * Checks the files as {@link #read} does, without reading numbers.
     *
     * @return the configuration
     * @throws UnsupportedModelException as {@link #read} does
     */
    public static AdapterConfig check(Path folder, Map<String, List<Long>> moduleShapes) throws IOException {
        AdapterConfig config = AdapterConfig.read(folder);
        try (SafetensorsFile file = open(folder)) {
            check(file, config, moduleShapes);
            return config;
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(folder.toString(), List.of(e.getMessage()));
        }
    }

    private static SafetensorsFile open(Path folder) throws IOException {
        Path path = folder.resolve(WEIGHTS);
        if (!Files.exists(path)) {
            throw missing(folder);
        }
        return SafetensorsFile.open(path);
    }

    /**
     * Writes both files, in float32; the folder is created. An earlier configuration is deleted first and the new one is
     * written last, so that an incomplete adapter is never read.
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (Files.deleteIfExists(folder.resolve(AdapterConfig.FILE))) {
            AtomicFile.forceFolder(folder);
        }
        SafetensorsWriter writer = new SafetensorsWriter();
        pairs.forEach((module, pair) -> {
            long rank = pair.rank();
            writer.add(PREFIX + module + A, List.of(rank, pair.in()), pair.a()::duplicate);
            writer.add(PREFIX + module + B, List.of(pair.out(), rank), pair.b()::duplicate);
        });
        writer.write(folder.resolve(WEIGHTS));
        config.write(folder);
    }

    private static UnsupportedModelException missing(Path folder) {
        return Files.exists(folder.resolve("adapter_model.bin"))
                ? new UnsupportedModelException(
                        folder.toString(),
                        "has adapter_model.bin only, a pickle, which can run any code when it is read, and is refused",
                        "load it with peft where it is trusted and save it with save_pretrained")
                : new UnsupportedModelException(folder.toString(), List.of("has no " + WEIGHTS));
    }

    /** Tensors and their shapes that follow from configuration and model. */
    private static Map<String, List<Long>> expected(AdapterConfig config, Map<String, List<Long>> moduleShapes) {
        Map<String, List<Long>> expected = new LinkedHashMap<>();
        long rank = config.rank();
        moduleShapes.forEach((module, shape) -> {
            if (config.targets().include(module)) {
                expected.put(PREFIX + module + A, List.of(rank, shape.get(1)));
                expected.put(PREFIX + module + B, List.of(shape.get(0), rank));
            }
        });
        return expected;
    }

    /** One cause, and the way out, rather than a fault for each tensor. */
    private static void refuseKnownCauses(SafetensorsFile file) {
        String subject = file.path().toString();
        Map<String, TensorEntry> tensors = file.tensors();
        if (tensors.values().stream().allMatch(entry -> entry.bytes() == 0)) {
            throw new UnsupportedModelException(
                    subject,
                    "holds no numbers (" + tensors.size() + " tensors), as where an adapter is saved from a model that"
                            + " DeepSpeed or FSDP distributes",
                    "gather the weights before saving (stage3_gather_16bit_weights_on_model_save, or"
                            + " accelerator.get_state_dict), and save the adapter again");
        }
        for (String name : tensors.keySet()) {
            if (name.contains("_orig_mod.")) {
                throw new UnsupportedModelException(
                        subject,
                        "tensor '" + UntrustedJson.brief(name)
                                + "' has '_orig_mod.' in its name, as torch.compile's do",
                        "save the adapter of the model that was compiled: model._orig_mod.save_pretrained(folder)");
            }
            if (RESIZED.stream().anyMatch(name::endsWith)) {
                throw new UnsupportedModelException(
                        subject,
                        "holds '" + UntrustedJson.brief(name)
                                + "', a whole embedding or output head, as peft saves it where"
                                + " the vocabulary was resized or modules_to_save names it",
                        "merge the adapter into its base (merge_and_unload of peft), save that with its tokenizer,"
                                + " and use the whole model");
            }
        }
    }

    private static void check(SafetensorsFile file, AdapterConfig config, Map<String, List<Long>> moduleShapes) {
        refuseKnownCauses(file);
        Faults faults = new Faults();
        Map<String, List<Long>> expected = expected(config, moduleShapes);
        if (expected.isEmpty()) {
            faults.add("target_modules " + UntrustedJson.brief(config.targets().toString())
                    + " name no module of the model; its modules: "
                    + UntrustedJson.brief(moduleShapes.keySet().toString()));
        }
        expected.forEach((name, shape) -> {
            TensorEntry entry = file.tensors().get(name);
            if (entry == null) {
                faults.add("tensor '" + name + "' of shape " + shape + " is missing");
            } else if (!entry.shape().equals(shape)) {
                faults.add("tensor '" + name + "' has shape " + entry.shape() + ", expected from r and the model: "
                        + shape);
            } else if (!entry.type().isWeight()) {
                faults.add("tensor '" + name + "' has type " + entry.type() + ", expected F32, F16 or BF16");
            }
        });
        for (String name : file.tensors().keySet()) {
            if (!expected.containsKey(name)) {
                faults.add("tensor '" + UntrustedJson.brief(name)
                        + "' is unexpected: it is not A or B of a module of this " + "model that target_modules name");
            }
        }
        if (!faults.isEmpty()) {
            throw new UnsupportedModelException(file.path().toString(), faults.texts());
        }
    }
}
