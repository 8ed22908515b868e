package io.tiltmeter.languagemodel.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.UnsupportedModelException;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Scaling;
import io.tiltmeter.languagemodel.weights.AdapterConfig.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code adapter_config.json} as peft writes it. Absent fields have peft's defaults; unknown ones are ignored; unsupported
 * ones that change the adapter's computation are refused when they are set.
 */
final class AdapterConfigFile {

    private static final int MAX_BYTES = 1_000_000;
    private static final String ALL_LINEAR = "all-linear";

    /** Initialisations that do not change the base model; others (pissa, olora, loftq, ...) do. */
    private static final List<String> INITIALISATIONS = List.of("true", "false", "gaussian", "eva", "orthogonal");

    /** Refused when set: present and neither null, false, nor an empty list, object or text. */
    private static final List<String> UNSUPPORTED = List.of(
            "alora_invocation_tokens",
            "alpha_pattern",
            "arrow_config",
            "exclude_modules",
            "fan_in_fan_out",
            "kasa_config",
            "layer_replication",
            "layers_pattern",
            "layers_to_transform",
            "lora_bias",
            "megatron_config",
            "modules_to_save",
            "monteclora_config",
            "rank_pattern",
            "target_parameters",
            "trainable_token_indices",
            "use_bdlora",
            "use_dora",
            "use_qalora");

    private final JsonNode json;
    private final List<String> faults = new ArrayList<>();

    private AdapterConfigFile(JsonNode json) {
        this.json = json;
    }

    static AdapterConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UnsupportedModelException(file.toString(), List.of("does not exist, or is not a regular file"));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new UnsupportedModelException(file.toString(), List.of("has more than " + MAX_BYTES + " bytes"));
        }
        JsonNode json;
        try {
            json = UntrustedJson.tree(bytes, AdapterConfig.FILE);
        } catch (InvalidSafetensorsException e) {
            throw new UnsupportedModelException(file.toString(), List.of(e.getMessage()));
        }
        if (!json.isObject()) {
            throw new UnsupportedModelException(file.toString(), List.of("is not a JSON object"));
        }
        return new AdapterConfigFile(json).parse(file);
    }

    private AdapterConfig parse(Path file) {
        expect("peft_type", "missing", List.of("LORA"));
        expect("task_type", "CAUSAL_LM", List.of("CAUSAL_LM"));
        expect("bias", "none", List.of("none"));
        expect("init_lora_weights", "true", INITIALISATIONS);
        expect("use_rslora", "false", List.of("true", "false"));
        for (String name : UNSUPPORTED) {
            if (isSet(json.path(name))) {
                faults.add(name + " " + brief(json.path(name)) + " is not supported; supported: not set");
            }
        }
        boolean rankStabilized = json.path("use_rslora").asBoolean(false);
        Optional<Targets> targets = targets();
        double rank = number("r", 8);
        if (rank != Math.rint(rank)) {
            faults.add("r " + brief(json.path("r")) + " is not a whole number");
        }
        try {
            AdapterConfig config = new AdapterConfig(
                    (int) rank,
                    number("lora_alpha", 8),
                    rankStabilized ? Scaling.ALPHA_OVER_ROOT_OF_RANK : Scaling.ALPHA_OVER_RANK,
                    number("lora_dropout", 0),
                    targets.orElseGet(Targets.AllLinear::new),
                    json.path("base_model_name_or_path").asText(""));
            if (faults.isEmpty()) {
                return config;
            }
        } catch (UnsupportedModelException e) {
            faults.addAll(e.faults());
        }
        throw new UnsupportedModelException(file.toString(), faults);
    }

    private Optional<Targets> targets() {
        JsonNode value = json.path("target_modules");
        if (value.isTextual() && value.asText().equalsIgnoreCase(ALL_LINEAR)) {
            return Optional.of(new Targets.AllLinear());
        }
        List<String> names = new ArrayList<>();
        value.forEach(name -> names.add(name.isTextual() ? name.asText() : ""));
        if (!value.isArray() || names.stream().anyMatch(String::isBlank) || names.isEmpty()) {
            faults.add("target_modules " + brief(value)
                    + " is not supported; supported: a list of names of modules, or '" + ALL_LINEAR + "'");
            return Optional.empty();
        }
        return Optional.of(new Targets.Named(names));
    }

    private void expect(String name, String absent, List<String> supported) {
        JsonNode value = json.path(name);
        String text = value.isMissingNode() || value.isNull() ? absent : value.asText();
        if (value.isContainerNode() || !supported.contains(text)) {
            faults.add(name + " " + (value.isContainerNode() ? brief(value) : "'" + UntrustedJson.brief(text) + "'")
                    + " is not supported; supported: " + supported);
        }
    }

    private double number(String name, double absent) {
        JsonNode value = json.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isNumber()) {
            faults.add(name + " " + brief(value) + " is not a number");
            return absent;
        }
        return value.asDouble();
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.asBoolean();
            case ARRAY, OBJECT -> !value.isEmpty();
            case STRING -> !value.asText().isEmpty();
            default -> true;
        };
    }

    private static String brief(JsonNode value) {
        return UntrustedJson.brief(value.toString());
    }

    static void write(AdapterConfig config, Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.createObjectNode();
        json.putObject("alpha_pattern");
        json.putNull("auto_mapping");
        if (config.baseModel().isEmpty()) {
            json.putNull("base_model_name_or_path");
        } else {
            json.put("base_model_name_or_path", config.baseModel());
        }
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("init_lora_weights", true);
        json.putNull("layers_pattern");
        json.putNull("layers_to_transform");
        json.putObject("loftq_config");
        if (config.alpha() == Math.rint(config.alpha()) && config.alpha() <= Integer.MAX_VALUE) {
            json.put("lora_alpha", (int) config.alpha());
        } else {
            json.put("lora_alpha", config.alpha());
        }
        json.put("lora_dropout", config.dropout());
        json.putNull("megatron_config");
        json.put("megatron_core", "megatron.core");
        json.putNull("modules_to_save");
        json.put("peft_type", "LORA");
        json.put("r", config.rank());
        json.putObject("rank_pattern");
        json.putNull("revision");
        if (config.targets() instanceof Targets.Named named) {
            named.names().forEach(json.putArray("target_modules")::add);
        } else {
            json.put("target_modules", ALL_LINEAR);
        }
        json.put("task_type", "CAUSAL_LM");
        json.put("use_dora", false);
        json.put("use_rslora", config.scaling() == Scaling.ALPHA_OVER_ROOT_OF_RANK);
        byte[] text = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        AtomicFile.write(file, channel -> StoredTensor.drain(channel, ByteBuffer.wrap(text)));
    }
}
