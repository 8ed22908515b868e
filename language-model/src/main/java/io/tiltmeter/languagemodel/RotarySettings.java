package io.tiltmeter.languagemodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tiltmeter.languagemodel.RotaryEmbedding.Llama3;
import io.tiltmeter.languagemodel.RotaryEmbedding.Scaling;
import io.tiltmeter.languagemodel.RotaryEmbedding.Unscaled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rotary settings of a {@code config.json} in the spellings of Hugging Face transformers 4 ({@code rope_theta},
 * {@code rotary_emb_base}, {@code rotary_pct}, {@code partial_rotary_factor}, {@code rope_scaling}) and 5
 * ({@code rope_parameters}, also by type of layer). A value that is said twice must be the same; settings that are not supported
 * are faults, as is any other field about rotary embedding, since the model would compute something else without it.
 */
final class RotarySettings {

    private static final double DEFAULT_THETA = 10_000;

    private static final String UNSCALED_TYPE = "default";

    /** Fields of config.json itself, each with the setting that it says. */
    private static final Map<String, String> FIELDS = Map.of(
            "rope_theta", "rope_theta",
            "rotary_emb_base", "rope_theta",
            "rope_type", "rope_type",
            "partial_rotary_factor", "partial_rotary_factor",
            "rotary_pct", "partial_rotary_factor",
            "original_max_position_embeddings", "original_max_position_embeddings");

    /** Members of rope_parameters and rope_scaling. */
    private static final Map<String, String> MEMBERS = Map.of(
            "rope_theta", "rope_theta",
            "rope_type", "rope_type",
            "type", "rope_type",
            "partial_rotary_factor", "partial_rotary_factor",
            "factor", "factor",
            "low_freq_factor", "low_freq_factor",
            "high_freq_factor", "high_freq_factor",
            "original_max_position_embeddings", "original_max_position_embeddings");

    private static final List<String> OBJECTS = List.of("rope_parameters", "rope_scaling");

    /** One place that says a setting. */
    private record Said(String setting, String place, JsonNode value) {}

    private final CheckedJson json;
    private final List<Said> said = new ArrayList<>();

    private RotarySettings(CheckedJson json) {
        this.json = json;
        collectFields();
        OBJECTS.forEach(this::collectObject);
    }

    /**
     * Reads the settings; what is wrong with them becomes faults of the file, so that the rest of it is checked as well.
     *
     * @param headDim width of a head
     * @param unsaidShare share of a head that is turned where the file does not say it, in (0, 1]
     * @param anyShare whether the family computes with other shares than 1
     */
    static RotaryEmbedding read(CheckedJson json, int headDim, double unsaidShare, boolean anyShare) {
        RotarySettings settings = new RotarySettings(json);
        double share = settings.number("partial_rotary_factor", unsaidShare);
        if (!anyShare && share != 1) {
            json.fault("partial_rotary_factor " + share + " is not supported with model_type "
                    + json.node("model_type").asText() + "; supported: 1");
            share = 1;
        }
        try {
            return new RotaryEmbedding(
                    settings.number("rope_theta", DEFAULT_THETA), (int) (headDim * share), settings.scaling());
        } catch (UnsupportedModelException e) {
            e.faults().forEach(json::fault);
            return new RotaryEmbedding(DEFAULT_THETA, 2, new Unscaled());
        }
    }

    /** Writes {@code rope_scaling} for transformers 4 and all settings as {@code rope_parameters} for transformers 5. */
    static void write(RotaryEmbedding rotary, int headDim, ObjectNode json) {
        ObjectNode parameters = json.putObject("rope_parameters").put("rope_theta", rotary.theta());
        if (rotary.dimensions() != headDim) {
            parameters.put("partial_rotary_factor", share(rotary, headDim));
        }
        if (rotary.scaling() instanceof Llama3 scaling) {
            writeScaling(scaling, parameters);
            writeScaling(scaling, json.putObject("rope_scaling"));
        } else {
            parameters.put("rope_type", UNSCALED_TYPE);
            json.putNull("rope_scaling");
        }
    }

    /** Share of a head that is turned, in (0, 1]. */
    static double share(RotaryEmbedding rotary, int headDim) {
        return (double) rotary.dimensions() / headDim;
    }

    private static void writeScaling(Llama3 scaling, ObjectNode json) {
        json.put("rope_type", Llama3.ROPE_TYPE)
                .put("factor", scaling.factor())
                .put("low_freq_factor", scaling.lowFreqFactor())
                .put("high_freq_factor", scaling.highFreqFactor())
                .put("original_max_position_embeddings", scaling.originalMaxPositionEmbeddings());
    }

    private void collectFields() {
        json.forEach((name, value) -> {
            if (FIELDS.containsKey(name)) {
                said.add(new Said(FIELDS.get(name), name, value));
            } else if (isRotary(name) && !OBJECTS.contains(name) && !isOff(value)) {
                json.fault(name + " " + value + " is not supported; supported: " + new TreeSet<>(FIELDS.keySet())
                        + " and " + OBJECTS);
            }
        });
    }

    private static boolean isRotary(String name) {
        return name.startsWith("rope_") || name.startsWith("rotary_");
    }

    private static boolean isOff(JsonNode value) {
        return value.isNull() || value.isBoolean() && !value.asBoolean();
    }

    private void collectObject(String name) {
        if (json.isAbsent(name)) {
            return;
        }
        if (!json.node(name).isObject()) {
            json.fault(name + " " + json.node(name) + " is neither an object nor null");
            return;
        }
        collectMembers(name, json.node(name), layerTypes());
    }

    private void collectMembers(String place, JsonNode object, Set<String> layerTypes) {
        object.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value = member.getValue();
            if (MEMBERS.containsKey(name)) {
                said.add(new Said(MEMBERS.get(name), place + "." + name, value));
            } else if (value.isObject() && name.endsWith("_attention") && !place.contains(".")) {
                if (layerTypes.isEmpty() || layerTypes.contains(name)) {
                    collectMembers(place + "." + name, value, layerTypes);
                }
            } else if (!isOff(value)) {
                json.fault(place + "." + name + " " + value + " is not supported; supported: "
                        + new TreeSet<>(MEMBERS.keySet()));
            }
        });
    }

    /** The types of layers that the model has, where the file lists them. */
    private Set<String> layerTypes() {
        Set<String> types = new TreeSet<>();
        json.node("layer_types").forEach(type -> types.add(type.asText()));
        return types;
    }

    private Scaling scaling() {
        String type = type();
        double factor = number("factor", Double.NaN);
        if (type.equals(Llama3.ROPE_TYPE)) {
            return new Llama3(
                    factor,
                    number("low_freq_factor", Double.NaN),
                    number("high_freq_factor", Double.NaN),
                    wholeNumber("original_max_position_embeddings"));
        }
        if (!type.equals(UNSCALED_TYPE)) {
            json.fault(place("rope_type") + " '" + type + "' is not supported; supported: " + UNSCALED_TYPE + " and "
                    + Llama3.ROPE_TYPE);
        } else if (!Double.isNaN(factor) && factor != 1) {
            json.fault(place("factor") + " " + factor + " is given with rope_type " + UNSCALED_TYPE
                    + " or none, which has no factor; supported with a factor: rope_type " + Llama3.ROPE_TYPE);
        }
        return new Unscaled();
    }

    private String type() {
        Said type = only("rope_type");
        if (type == null) {
            return UNSCALED_TYPE;
        }
        if (!type.value.isTextual()) {
            json.fault(type.place + " " + type.value + " is not a text");
            return UNSCALED_TYPE;
        }
        return type.value.asText();
    }

    private double number(String setting, double unsaid) {
        Said number = only(setting);
        if (number == null) {
            return unsaid;
        }
        if (!number.value.isNumber()) {
            json.fault(number.place + " " + number.value + " is not a number");
            return unsaid;
        }
        return number.value.asDouble();
    }

    private int wholeNumber(String setting) {
        double number = number(setting, Double.NaN);
        if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
            json.fault(place(setting) + " " + number + " is not a whole number");
            return 1;
        }
        return (int) number;
    }

    /** What is said of a setting, or null; a second place that says something else is a fault. */
    private Said only(String setting) {
        Said first = null;
        for (Said each : said) {
            if (!each.setting.equals(setting) || each.value.isNull()) {
                continue;
            }
            if (first == null) {
                first = each;
            } else if (!same(first.value, each.value)) {
                json.fault(first.place + " " + first.value + " contradicts " + each.place + " " + each.value
                        + "; one of them is to be removed");
            }
        }
        return first;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber() ? one.asDouble() == other.asDouble() : one.equals(other);
    }

    private String place(String setting) {
        return said.stream()
                .filter(each -> each.setting.equals(setting) && !each.value.isNull())
                .map(Said::place)
                .findFirst()
                .orElse(setting);
    }
}
